#include "web/http/guard.h"
#include "web/http/http.h"

#include <gmock/gmock.h>

namespace handrail::web {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

RawRequest get(std::string target) { return {"GET", std::move(target), "", {}}; }

RawRequest post(std::string body) {
  RawRequest raw{"POST", "/who", std::move(body), {}};
  raw.headers.add("content-type", "application/x-www-form-urlencoded");
  return raw;
}

TEST(ParseRequest, DecodesPathAndQueryEachInItsOwnWay) {
  const auto request = parse_request(get("/queues/FTCQ%20CSS+EMEA?q=a+b%26c&q=%C3%A9"), {});
  ASSERT_TRUE(request);
  EXPECT_EQ(request->path, "/queues/FTCQ CSS+EMEA");
  EXPECT_THAT(request->query.all("q"), ElementsAre("a b&c", "é"));
}

TEST(ParseRequest, TakesJsonFromTheSuffixOrTheAcceptHeader) {
  EXPECT_EQ(parse_request(get("/tenants.json"), {})->path, "/tenants");
  EXPECT_TRUE(parse_request(get("/tenants.json"), {})->wants_json);
  auto raw = get("/tenants");
  raw.headers.add("accept", "application/json");
  EXPECT_TRUE(parse_request(raw, {})->wants_json);
  auto browser = get("/tenants");
  browser.headers.add("accept", "text/html,application/json;q=0.5");
  EXPECT_FALSE(parse_request(browser, {})->wants_json);
}

TEST(ParseRequest, ReadsTextAreasWithPlainLineEnds) {
  EXPECT_EQ(parse_request(post("text=one%0D%0Atwo%0Athree"), {})->form["text"], "one\ntwo\nthree");
}

TEST(ParseRequest, RefusesBrokenEncodingsAndSaysWhere) {
  const auto cut = parse_request(post("text=100%"), {});
  ASSERT_FALSE(cut);
  EXPECT_EQ(cut.error().code, ErrorCode::invalid);
  EXPECT_EQ(cut.error().where, "text");
  EXPECT_THAT(cut.error().remedy, HasSubstr("%25"));
  EXPECT_EQ(parse_request(post("name=%ff%fe"), {}).error().message, "The text is not UTF-8.");
  EXPECT_EQ(parse_request(get("/%00"), {}).error().message, "The text has a control character in it.");
  EXPECT_EQ(parse_request(post("text=%C2%9B31m"), {}).error().where, "text") << "U+009B";
  EXPECT_EQ(parse_request(get("*"), {}).error().where, "the path");
}

TEST(ParseRequest, HoldsItsLimits) {
  Limits limits;
  limits.fields = 3;
  limits.target_bytes = 20;
  EXPECT_TRUE(parse_request(post("a=1&b=2&c=3"), limits));
  EXPECT_THAT(parse_request(post("a=1&b=2&c=3&d=4"), limits).error().message, HasSubstr("more than 3 fields"));
  EXPECT_THAT(parse_request(get("/" + std::string(20, 'x')), limits).error().message,
              HasSubstr("longer than 20 bytes"));
}

TEST(ParseRequest, ReadsNoBodyButAForm) {
  auto raw = post("{}");
  raw.headers = {};
  raw.headers.add("content-type", "text/plain");
  EXPECT_EQ(parse_request(raw, {}).error().where, "Content-Type");
}

TEST(Request, FindsACookieAmongOthers) {
  Request request;
  request.headers.add("cookie", "theme=dark; person=ana%20s ;personal=no");
  EXPECT_EQ(request.cookie("person"), "ana s");
  EXPECT_EQ(request.cookie("theme"), "dark");
  EXPECT_EQ(request.cookie("other"), "");
}

Request sent_from(std::string method, std::string host, std::string origin) {
  Request request;
  request.method = std::move(method);
  request.headers.add("host", std::move(host));
  if (!origin.empty()) request.headers.add("origin", std::move(origin));
  return request;
}

TEST(Guard, AnswersToLoopbackNamesAlone) {
  EXPECT_TRUE(check_sender(sent_from("GET", "127.0.0.1:8080", ""), 8080));
  EXPECT_TRUE(check_sender(sent_from("GET", "localhost:8080", ""), 8080));
  EXPECT_TRUE(check_sender(sent_from("GET", "[::1]:8080", ""), 8080));
  for (const auto* host : {"evil.example:8080", "127.0.0.1.evil.example:8080", "127.0.0.1:8081", "127.0.0.1", ""})
    EXPECT_EQ(check_sender(sent_from("GET", host, ""), 8080).error().code, ErrorCode::forbidden) << host;
}

TEST(Guard, TakesNoFormFromAnotherSite) {
  EXPECT_TRUE(check_sender(sent_from("POST", "127.0.0.1:8080", "http://127.0.0.1:8080"), 8080));
  EXPECT_TRUE(check_sender(sent_from("POST", "127.0.0.1:8080", ""), 8080)) << "a program without a browser";
  for (const auto* origin : {"http://evil.example", "null", "https://127.0.0.1:8080", "http://localhost:8080"})
    EXPECT_FALSE(check_sender(sent_from("POST", "127.0.0.1:8080", origin), 8080)) << origin;
  auto cross = sent_from("POST", "127.0.0.1:8080", "");
  cross.headers.add("sec-fetch-site", "cross-site");
  EXPECT_FALSE(check_sender(cross, 8080));
}

} // namespace
} // namespace handrail::web
