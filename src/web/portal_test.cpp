// Requests through the whole portal, with a real engine behind it.
#include "support/golden.h"
#include "web/sample_test.h"
#include "web/view/embedded.h"

#include <regex>

namespace handrail::web {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using testing::matches_golden;
using ::testing::Not;

/// The page without what changes with every touch of the style sheet.
std::string steady(const Response& page) {
  static const std::regex version(R"(\?v=[0-9a-f]+)");
  return std::regex_replace(page.body, version, "?v=…");
}

TEST(Portal, ShowsThePlaybookWithItsControls) {
  Sample sample;
  sample.with_contoso();
  const auto page = sample.get("/tenants/contoso");
  EXPECT_EQ(page.status, 200);
  EXPECT_TRUE(matches_golden("portal/tenant.html", steady(page)));
}

TEST(Portal, ShowsTheListOfTenants) {
  Sample sample;
  sample.with_contoso();
  EXPECT_TRUE(matches_golden("portal/tenants.html", steady(sample.get("/tenants"))));
  EXPECT_TRUE(matches_golden("portal/tenants.json", steady(sample.get("/tenants.json"))));
}

TEST(Portal, ShowsEveryTabOfATenant) {
  Sample sample;
  sample.with_contoso();
  for (const std::string tab : {"timeline", "notes", "people", "messages", "time", "details"}) {
    const auto page = sample.get("/tenants/contoso/" + tab);
    EXPECT_EQ(page.status, 200) << tab;
    EXPECT_TRUE(matches_golden("portal/tenant-" + tab + ".html", steady(page)));
  }
}

TEST(Portal, ShowsTheOtherPages) {
  Sample sample;
  sample.with_contoso();
  const std::vector<std::pair<std::string, std::string>> pages{{"/", "work"},
                                                               {"/notes", "notes"},
                                                               {"/queues", "queues"},
                                                               {"/requests", "requests"},
                                                               {"/playbooks", "playbooks"},
                                                               {"/playbooks/hand-over", "playbook"},
                                                               {"/who", "who"},
                                                               {"/nowhere", "not-found"}};
  for (const auto& [path, name] : pages)
    EXPECT_TRUE(matches_golden("portal/" + name + ".html", steady(sample.get(path)))) << path;
}

TEST(Portal, AnswersEveryPageAsJsonToo) {
  Sample sample;
  sample.with_contoso();
  for (const std::string page :
       {"/", "/tenants", "/tenants/new", "/tenants/contoso", "/tenants/contoso/timeline", "/tenants/contoso/notes",
        "/tenants/contoso/people", "/tenants/contoso/messages", "/tenants/contoso/time", "/tenants/contoso/details",
        "/queues", "/requests", "/playbooks", "/playbooks/hand-over", "/who"}) {
    const auto answer = sample.get(page == "/" ? "/.json" : page + ".json", page == "/tenants/new" ? "carla" : "ana");
    EXPECT_EQ(answer.status, 200) << page;
    EXPECT_EQ(answer.content_type, "application/json; charset=utf-8") << page;
  }
}

TEST(Portal, CompletesATaskAndTellsWhatItDid) {
  Sample sample;
  sample.with_contoso();
  const auto done = sample.post("/tenants/contoso/do/choose_outcome",
                                "task=101&engagement=run&form=done-101&back=%2Ftenants%2Fcontoso&anchor=task-101");
  EXPECT_EQ(done.status, 303);
  const std::string& address = done.headers["Location"];
  EXPECT_THAT(address, HasSubstr("/tenants/contoso?since="));
  const auto page = sample.get(address.substr(0, address.find('#')));
  EXPECT_THAT(page.body, AllOf(HasSubstr("Done. It is recorded:"), HasSubstr("101 Customer satisfied: Complete")));
}

TEST(Portal, ExplainsARefusalInPlaceWithTheWayOut) {
  Sample sample;
  sample.with_contoso();
  const auto page = sample.post("/tenants/contoso/do/choose_outcome",
                                "task=102&engagement=run&form=done-102&back=%2Ftenants%2Fcontoso");
  EXPECT_EQ(page.status, 403);
  EXPECT_TRUE(matches_golden("portal/refused.html", steady(page)));
  EXPECT_THAT(page.body, HasSubstr("Why the customer declined")) << "the fact is a field of its own";
}

TEST(Portal, ExplainsOnAPageOfItsOwnWhyAndTheShortestWay) {
  Sample sample;
  sample.with_contoso();
  const auto refused = sample.get("/tenants/contoso/why?do=complete&what=102");
  EXPECT_EQ(refused.status, 200);
  EXPECT_TRUE(matches_golden("portal/why.html", steady(refused)));
  const auto possible = sample.get("/tenants/contoso/why?do=complete&what=101");
  EXPECT_TRUE(matches_golden("portal/why-possible.html", steady(possible)));
}

TEST(Portal, ExplainsAsJsonWhatThePageSays) {
  Sample sample;
  sample.with_contoso();
  const auto refused = sample.get("/tenants/contoso/why.json?do=complete&what=102");
  EXPECT_EQ(refused.content_type, "application/json; charset=utf-8");
  EXPECT_TRUE(matches_golden("portal/why.json", refused.body));
}

TEST(Portal, RefusesToExplainWhatIsNoActionAndWhatOneMayNotRead) {
  Sample sample;
  sample.with_contoso();
  EXPECT_EQ(sample.get("/tenants/contoso/why?do=dance").status, 400);
  EXPECT_EQ(sample.get("/tenants/contoso/why?do=complete&what=999").status, 404);
  for (const std::string page :
       {"/tenants/contoso/why?do=complete&what=102", "/tenants/contoso/why.json?do=complete&what=102"})
    EXPECT_EQ(sample.get(page, "pia").status, 403) << page;
}

TEST(Portal, KeepsWhatWasTypedWhenAFormDoesNotGetThrough) {
  Sample sample;
  sample.with_contoso();
  const auto page = sample.post("/tenants/contoso/do/log_meeting",
                                "kind=call&purpose=hello+%3Cthere%3E&attendees=Kim&minutes=soon&form=meeting&"
                                "back=%2Ftenants%2Fcontoso%2Fmessages");
  EXPECT_EQ(page.status, 400);
  EXPECT_THAT(page.body, AllOf(HasSubstr("value=\"hello &lt;there&gt;\""), HasSubstr("value=\"soon\""),
                               HasSubstr("is no whole number")));
}

TEST(Portal, ShowsARefusedFormSomewhereWhateverItCallsItsPage) {
  Sample sample;
  sample.with_contoso();
  for (const auto* back : {"%2F%25zz", "%2Fnowhere", "%2Ftenants%2Fcontoso%2Fdo%2Fset_status", ""}) {
    const auto page = sample.post("/tenants/contoso/do/set_status", std::string("status=Asleep&back=") + back);
    EXPECT_EQ(page.status, 400) << back;
    EXPECT_THAT(page.body, HasSubstr("Contoso Ltd")) << back;
  }
  const auto registration =
      sample.post("/tenants/new", "name=Fabrikam&attribute%3Aseats=many&back=%2Fnowhere", "carla");
  EXPECT_EQ(registration.status, 400);
  EXPECT_THAT(registration.body, HasSubstr("Register a tenant"));
}

TEST(Portal, MarksTheFieldThatWasWrong) {
  Sample sample;
  sample.with_contoso();
  const auto wrong = [&](const std::string& path, const std::string& form, const std::string& field) {
    const std::regex marked("<(input|select)[^>]* name=\"" + field + "\"[^>]* aria-invalid=\"true\"");
    return std::regex_search(sample.post(path, form).body, marked);
  };
  EXPECT_TRUE(wrong("/tenants/contoso/do/edit_tenant",
                    "attribute%3Aseats=many&form=edit&back=%2Ftenants%2Fcontoso%2Fdetails", "attribute:seats"));
  EXPECT_TRUE(
      wrong("/tenants/contoso/do/assign", "field=RM&form=assign-3&back=%2Ftenants%2Fcontoso%2Fpeople", "holder"));
}

TEST(Portal, RegistersASecondTenantOfTheSameNameUnderAnotherId) {
  Sample sample;
  sample.with_contoso();
  const std::string form = "&attribute%3Aregion=EMEA&attribute%3Aseats=5&form=register&back=%2Ftenants%2Fnew";
  const auto taken = sample.post("/tenants/new", "name=Contoso" + form, "carla");
  EXPECT_EQ(taken.status, 409);
  EXPECT_THAT(taken.body, AllOf(HasSubstr("is registered already"), HasSubstr("id=\"register-tenant\"")));
  EXPECT_EQ(sample.post("/tenants/new", "name=Contoso&tenant=contoso-two" + form, "carla").headers["Location"],
            "/tenants/contoso-two/details");
}

TEST(Portal, AsksForAnIdWhereNoneCanBeMadeOfTheName) {
  Sample sample;
  const auto page = sample.post(
      "/tenants/new", "name=%E6%97%A5%E6%9C%AC&attribute%3Aregion=APJ&attribute%3Aseats=5&form=register", "carla");
  EXPECT_EQ(page.status, 400);
  EXPECT_THAT(page.body, AllOf(HasSubstr("No id can be made of this name."), HasSubstr("日本")));
}

TEST(Portal, AnswersACommandAsJsonToo) {
  Sample sample;
  sample.with_contoso();
  const auto refused = sample.post("/tenants/contoso/do/choose_outcome.json", "task=102&engagement=run");
  EXPECT_EQ(refused.status, 403);
  EXPECT_THAT(refused.body, HasSubstr("\"reasons\""));
  const auto done = sample.post("/tenants/contoso/do/choose_outcome.json", "task=101&engagement=run");
  EXPECT_EQ(done.status, 200);
  EXPECT_THAT(done.body, HasSubstr("\"type\": \"task_set\""));
}

TEST(Portal, DoesTheSameFormOnlyOnce) {
  Sample sample;
  sample.with_contoso();
  const std::string form = "category=Status&text=Called+them&key=same-key&form=note&back=%2Ftenants%2Fcontoso%2Fnotes";
  EXPECT_EQ(sample.post("/tenants/contoso/do/write_note", form).status, 303);
  EXPECT_EQ(sample.post("/tenants/contoso/do/write_note", form).status, 303);
  EXPECT_EQ((*sample.engine().tenant(TenantId("contoso")))->notes.size(), 1U);
}

TEST(Portal, GivesRightsOnACustomerAndShowsWhoGaveThem) {
  Sample sample;
  sample.with_contoso();
  const std::string path = "/tenants/contoso/customer/";
  const std::string form = "customer=Contoso&person=bo&form=grant&key=k1&back=%2Ftenants%2Fcontoso%2Fpeople";
  EXPECT_EQ(sample.get("/tenants/contoso", "bo").status, 403);
  EXPECT_EQ(sample.post(path + "grant_customer", form, "ana").status, 403) << "a primary does not give them";
  const auto given = sample.post(path + "grant_customer", form, "carla");
  EXPECT_EQ(given.status, 303);
  EXPECT_EQ(given.headers["Location"], "/tenants/contoso/people#customer");
  EXPECT_EQ(sample.post(path + "grant_customer", form, "carla").status, 303) << "the same form again";
  EXPECT_THAT(sample.get("/tenants", "bo").body, HasSubstr("Contoso Ltd"));
  EXPECT_THAT(sample.get("/", "bo").body, AllOf(HasSubstr("Of customers you have rights on"), HasSubstr("Contoso Ltd"),
                                                Not(HasSubstr("Nothing waits for you"))));
  EXPECT_THAT(sample.get("/tenants/contoso/people", "bo").body,
              AllOf(HasSubstr("Through the customer Contoso"), HasSubstr("from Carla"), HasSubstr(">Leave</button>"),
                    Not(HasSubstr("Give rights on all tenants"))));
  EXPECT_THAT(sample.get("/tenants/contoso/people", "carla").body,
              AllOf(HasSubstr("Give rights on all tenants of Contoso"), HasSubstr("Customer Contoso Bo")));
  EXPECT_EQ(sample.post("/tenants/contoso/do/write_note", "category=Status&text=Hello", "bo").status, 303);
  const auto left = sample.post(path + "revoke_customer", "customer=Contoso&person=bo", "bo");
  EXPECT_EQ(left.headers["Location"], "/") << "the page is no longer theirs";
  EXPECT_EQ(sample.get("/tenants/contoso", "bo").status, 403);
  EXPECT_EQ(sample.post(path + "explode", "customer=Contoso&person=bo", "carla").status, 404);
  EXPECT_THAT(sample.post(path + "grant_customer.json", "customer=Contoso&person=bo", "carla").body,
              HasSubstr("\"type\": \"customer_granted\""));
}

TEST(Portal, ShowsATenantReadOnlyWithTheReasonToWhoMayNotWrite) {
  Sample sample;
  sample.with_contoso();
  const auto page = sample.get("/tenants/contoso", "carla");
  EXPECT_EQ(page.status, 200);
  EXPECT_THAT(page.body, AllOf(HasSubstr("you can read it, but not change it."), Not(HasSubstr("status-101"))));
}

TEST(Portal, OffersChangesOfHoldersToThoseWhoMayMakeThem) {
  Sample sample;
  sample.with_contoso();
  sample.must("carla", engagement::Assign{FieldId("FM"), engagement::person_holder(PersonId("bo")), {}, false});
  EXPECT_THAT(sample.get("/tenants/contoso/people", "ana").body,
              AllOf(HasSubstr("<summary>Assign"), HasSubstr("Make primary"), HasSubstr(">Remove<")));
  const auto not_the_primary = sample.get("/tenants/contoso/people", "bo").body;
  EXPECT_THAT(not_the_primary, AllOf(HasSubstr("You are not the primary of Contoso Ltd"), HasSubstr(">Leave<")));
  EXPECT_THAT(not_the_primary,
              AllOf(Not(HasSubstr("<summary>Assign")), Not(HasSubstr("Make primary")), Not(HasSubstr(">Remove<"))));
}

TEST(Portal, ShowsATenantToNobodyWhoMayNotReadIt) {
  Sample sample;
  sample.with_contoso();
  EXPECT_EQ(sample.get("/tenants/contoso", "pia").status, 403);
  EXPECT_EQ(sample.get("/tenants/fabrikam", "pia").body,
            std::regex_replace(sample.get("/tenants/contoso", "pia").body, std::regex("contoso"), "fabrikam"))
      << "nor are they told which there are";
  EXPECT_THAT(sample.get("/tenants", "pia").body, Not(HasSubstr("Contoso")));
  EXPECT_EQ(sample.get("/playbooks/hand-over", "pia").status, 403);
}

TEST(Portal, CountsForAPartnerOnlyTheEngagementsTheyMaySee) {
  Sample sample;
  sample.with_contoso();
  const std::string form = "customer=Contoso&person=pia&form=grant&back=%2Ftenants%2Fcontoso%2Fpeople";
  ASSERT_EQ(sample.post("/tenants/contoso/customer/grant_customer", form, "carla").status, 303);
  EXPECT_THAT(sample.get("/tenants.json").body, HasSubstr("\"engagements\": \"1\""));
  EXPECT_THAT(sample.get("/tenants.json", "pia").body,
              AllOf(HasSubstr("Contoso Ltd"), HasSubstr("\"engagements\": \"\"")));
}

TEST(Portal, AsksWhoSomebodyIsAndComesBack) {
  Sample sample;
  EXPECT_EQ(sample.get("/tenants?text=x", "").headers["Location"], "/who?next=%2Ftenants%3Ftext%3Dx");
  const auto chosen = sample.post("/who", "person=ana&next=%2Ftenants", "");
  EXPECT_EQ(chosen.status, 303);
  EXPECT_EQ(chosen.headers["Location"], "/tenants");
  EXPECT_THAT(chosen.headers["Set-Cookie"],
              AllOf(HasSubstr("person=ana"), HasSubstr("HttpOnly"), HasSubstr("SameSite=Strict")));
  EXPECT_EQ(sample.post("/who", "person=nobody", "").status, 404);
}

TEST(Portal, FollowsNoAddressOutOfAForm) {
  Sample sample;
  for (const auto* next : {"https%3A%2F%2Fevil.example", "%2F%2Fevil.example", "%2F%5Cevil.example",
                           "%2F%09%2Fevil.example", "%2F%0A%2Fevil.example", ""})
    EXPECT_EQ(sample.post("/who", std::string("person=ana&next=") + next, "").headers["Location"], "/") << next;
}

TEST(Portal, PrintsNothingAsMarkupThatPeopleWrote) {
  Sample sample;
  sample.with_contoso();
  const std::string hostile = "%3Cscript%3Ealert(1)%3C%2Fscript%3E%22%27%3E";
  EXPECT_EQ(sample.post("/tenants/contoso/do/write_note", "category=Status&text=" + hostile).status, 303);
  EXPECT_EQ(sample.post("/tenants/contoso/do/edit_tenant", "name=" + hostile).status, 303);
  const std::vector<std::string> paths{"/tenants/contoso",
                                       "/tenants/contoso/notes",
                                       "/tenants/contoso/timeline",
                                       "/tenants",
                                       "/",
                                       "/tenants?text=" + hostile,
                                       "/tenants?playbook=" + hostile + "&outcome=" + hostile,
                                       "/notes",
                                       "/notes?text=" + hostile,
                                       "/notes?task=" + hostile + "&tenant=" + hostile,
                                       "/" + hostile,
                                       "/who?next=" + hostile};
  for (const auto& path : paths) {
    const auto page = sample.get(path);
    EXPECT_THAT(page.body, Not(HasSubstr("<script>alert"))) << path;
    EXPECT_THAT(page.body, Not(HasSubstr("\"'>"))) << path;
  }
  EXPECT_THAT(sample.get("/who").body, Not(HasSubstr("<b>Berg</b>")));
}

TEST(Portal, FindsNotesOfEveryTenantByTheirWords) {
  Sample sample;
  sample.with_contoso();
  ASSERT_EQ(sample.post("/tenants/contoso/do/write_note", "category=Status&text=The+budget+was+%3Cdeclined%3E").status,
            303);
  const auto found = sample.get("/notes?text=decl+budget&category=Status&author=ana");
  EXPECT_THAT(found.body, HasSubstr("The <mark>budget</mark> was &lt;<mark>declined</mark>&gt;"));
  EXPECT_THAT(found.body, HasSubstr("href=\"/tenants/contoso/notes\""));
  for (const char* nothing : {"text=granted", "author=bo", "before=2000-01-01", "tenant=fabrikam", "escalated=yes"})
    EXPECT_THAT(sample.get(std::string("/notes?") + nothing).body, HasSubstr("No note fits")) << nothing;
  EXPECT_THAT(sample.get("/notes?text=budget", "pia").body, HasSubstr("No note fits")) << "she may not see Contoso";
  EXPECT_EQ(sample.get("/notes?from=soon").status, 400);
}

TEST(Portal, GivesAListOfTenantsToOtherPrograms) {
  Sample sample;
  sample.with_contoso();
  sample.must("ana", engagement::EditTenant{"=HYPERLINK(\"x\"), Ltd", {}, {}, {}});
  const auto csv = sample.get("/tenants.csv?region=EMEA");
  EXPECT_EQ(csv.content_type, "text/csv; charset=utf-8");
  EXPECT_EQ(csv.headers["Content-Disposition"], "attachment; filename=\"tenants-2026-03-02.csv\"");
  EXPECT_EQ(
      csv.body,
      "\xEF\xBB\xBF\"id\",\"name\",\"customer\",\"region\",\"status\",\"next action\",\"next action date\",\"FM\","
      "\"RM\"\r\n\"contoso\",\"'=HYPERLINK(\"\"x\"\"), Ltd\",\"Contoso\",\"EMEA\",\"Active\",\"\",\"\","
      "\"★ Ana Silva\",\"\"\r\n");
  EXPECT_THAT(sample.get("/tenants.csv", "pia").body, Not(HasSubstr("contoso"))) << "she may not see it";
  EXPECT_EQ(sample.get("/tenants.csv?next-from=soon").status, 400);
}

TEST(Portal, KeepsTheLinesOfWhatWasWritten) {
  Sample sample;
  sample.with_contoso();
  ASSERT_EQ(sample.post("/tenants/contoso/do/write_note", "category=Status&text=One%0A%3Cb%3Etwo").status, 303);
  ASSERT_EQ(sample.post("/tenants/contoso/do/draft_note", "category=Status&text=Three%0Afour").status, 303);
  EXPECT_THAT(sample.get("/tenants/contoso/notes").body,
              AllOf(HasSubstr("One\n&lt;b&gt;two"), HasSubstr("Three\nfour")));
  EXPECT_THAT(sample.get("/notes").body, HasSubstr("One\n&lt;b&gt;two"));
}

TEST(Portal, NarrowsAndSortsTheListOfTenantsByItsAddress) {
  Sample sample;
  sample.with_contoso();
  for (const char* narrowed : {"under-way=yes", "idle-since=today%2B1&order=-name", "no-next-date=yes", "holder=ana"})
    EXPECT_THAT(sample.get(std::string("/tenants?") + narrowed).body, HasSubstr("1 tenant<")) << narrowed;
  const auto none = sample.get("/tenants?under-way=no&order=-name");
  EXPECT_THAT(none.body, AllOf(HasSubstr("No tenant fits"), HasSubstr("<details class=\"more more-filters\" open>")));
  EXPECT_THAT(sample.get("/tenants?order=name").body,
              AllOf(HasSubstr("aria-sort=\"ascending\""), HasSubstr("/tenants?order=-name")));
  const auto refused = sample.get("/tenants?next-from=soon");
  EXPECT_EQ(refused.status, 400);
  EXPECT_THAT(refused.body, HasSubstr("is not a day"));
}

TEST(Portal, PrintsUnescapedOnlyWhatTheCompilerMadeSafe) {
  const std::regex unescaped(R"(\{\{(\w+):none\}\})");
  for (const auto& file : embedded_files()) {
    const std::string text(file.bytes);
    for (std::sregex_iterator found(text.begin(), text.end(), unescaped), end; found != end; ++found)
      EXPECT_TRUE((*found)[1].str().ends_with("_html")) << file.name << ": " << found->str();
  }
}

TEST(Portal, TellsWhoLosesTheirSeatWhatTheyDidThere) {
  Sample sample;
  sample.with_contoso();
  sample.must("ana", engagement::Assign{FieldId("FM"), engagement::person_holder(PersonId("bo")), {}, true});
  const auto left = sample.post("/tenants/contoso/do/unassign",
                                "field=FM&holder=person%3Aana&form=leave-1&back=%2Ftenants%2Fcontoso%2Fpeople");
  EXPECT_EQ(left.status, 303);
  const std::string address = left.headers["Location"];
  EXPECT_THAT(address, ::testing::StartsWith("/?left=contoso&since="));
  EXPECT_THAT(sample.get(address.substr(0, address.find('#'))).body,
              AllOf(HasSubstr("You hold no seat on Contoso Ltd any more"), HasSubstr("FM Ana Silva")));
  EXPECT_THAT(sample.get("/?left=contoso&since=0", "pia").body, Not(HasSubstr("Contoso")))
      << "others learn nothing from the address";
}

TEST(Portal, TellsWhatAPageTakes) {
  Sample sample;
  auto raw = RawRequest{"DELETE", "/tenants", "", {}};
  raw.headers.add("host", "127.0.0.1:8080");
  const auto refused = sample.portal().answer(raw);
  EXPECT_EQ(refused.status, 405);
  EXPECT_EQ(refused.headers["Allow"], "GET");
  EXPECT_EQ(sample.get("/assets/../../etc/passwd").status, 404);
  EXPECT_EQ(sample.get("/assets/%2e%2e%2fsecret").status, 404);
  EXPECT_EQ(sample.get("/tenants/none", "carla").status, 404);
  EXPECT_EQ(sample.post("/tenants/contoso/do/explode", "").status, 404);
}

TEST(Portal, CarriesItsPoliciesOnEveryAnswer) {
  Sample sample;
  for (const auto* path : {"/who", "/nowhere", "/assets/portal.css", "/healthz"}) {
    const auto page = sample.get(path);
    EXPECT_THAT(page.headers["Content-Security-Policy"], HasSubstr("default-src 'none'")) << path;
    EXPECT_EQ(page.headers["X-Content-Type-Options"], "nosniff") << path;
  }
  EXPECT_THAT(sample.get("/who").body, Not(HasSubstr("style=")));
}

} // namespace
} // namespace handrail::web
