#include "playbook/schema.h"

#include "core/file.h"

#include <cstdlib>

namespace handrail::playbook {
namespace {

using ::testing::HasSubstr;

TEST(Schema, FilesAreWhatTheParserReadsBy) {
  const char* mode = std::getenv("HANDRAIL_GOLDEN");
  for (const std::string& name : schema_names()) {
    const std::string path = "schemas/" + name + ".schema.json";
    const auto generated = json_schema_named(name);
    ASSERT_TRUE(generated);
    if (mode != nullptr && std::string(mode) == "write") {
      ASSERT_TRUE(write_file(path, *generated));
    }
    const auto checked_in = read_file(path, 1 << 20);
    ASSERT_TRUE(checked_in) << path;
    EXPECT_EQ(*checked_in, *generated) << path << " is out of date: handrail schema " << name << " > " << path;
  }
}

TEST(Schema, EveryKeyOfARequirementIsDescribed) {
  const auto rules = nlohmann::json::parse(*json_schema_named("rules"));
  const auto& requirement = rules["properties"]["tasks"]["additionalProperties"]["properties"]["requires"]["items"];
  for (const char* key : {"note", "email", "call", "meeting", "check", "task", "assigned", "request", "that", "when",
                          "cites", "otherwise", "attempts", "elapsed", "inactive", "total", "by", "told"})
    EXPECT_FALSE(requirement["properties"][key]["description"].get<std::string>().empty()) << key;
  EXPECT_EQ(requirement["oneOf"].size(), 15U);
}

TEST(Schema, SaysWhichNamesThereAre) {
  const auto missing = json_schema_named("rule");
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, ErrorCode::not_found);
  EXPECT_THAT(missing.error().remedy, HasSubstr("workspace, people, template or rules"));
}

} // namespace
} // namespace handrail::playbook
