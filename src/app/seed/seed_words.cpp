#include "app/seed/seed_words.h"

#include <fmt/format.h>

#include <array>

namespace handrail::app::seed {

namespace {

using Words = std::string_view;

constexpr std::array<Words, 90> first_parts{
    "Alten",   "Amber", "Arden",  "Ash",    "Aster",  "Bar",    "Birken",  "Black",   "Blue",   "Bram",
    "Bright",  "Bruns", "Calder", "Carlow", "Cedar",  "Clear",  "Cold",    "Copper",  "Corin",  "Crest",
    "Dal",     "Dorn",  "Dun",    "East",   "Ebers",  "Eichen", "Elder",   "Ember",   "Fair",   "Falken",
    "Fern",    "Feld",  "Fox",    "Gold",   "Graf",   "Green",  "Grim",    "Hallen",  "Harts",  "Hazel",
    "Heather", "High",  "Hohen",  "Holm",   "Iron",   "Ivy",    "Jas",     "Juniper", "Kalt",   "Kings",
    "Kirsch",  "Lach",  "Lake",   "Lark",   "Laurel", "Linden", "Long",    "Marsh",   "Merle",  "Mill",
    "Moor",    "Neu",   "Nord",   "Oak",    "Ober",   "Olm",    "Orchard", "Osten",   "Pine",   "Quarry",
    "Raven",   "Red",   "Rhein",  "River",  "Rosen",  "Salt",   "Schön",   "Silver",  "South",  "Stein",
    "Stone",   "Sund",  "Tann",   "Thorn",  "Upper",  "Vester", "Wald",    "West",    "Winter", "Zwei"};
constexpr std::array<Words, 48> last_parts{
    "bach", "beck",  "berg",  "bridge", "brook", "burn",   "bury", "by",    "cliff", "dale",  "field", "ford",
    "gate", "grove", "hagen", "ham",    "haven", "heim",   "hill", "hof",   "holt",  "horst", "hurst", "land",
    "ley",  "mark",  "mere",  "mond",   "moor",  "mouth",  "port", "ridge", "rode",  "sand",  "see",   "shire",
    "stad", "stead", "stow",  "strand", "tal",   "thorpe", "ton",  "vale",  "vik",   "water", "wick",  "wood"};
constexpr std::array<Words, 48> trades{
    "Logistics",   "Foods",     "Health",     "Energy",      "Insurance", "Textiles", "Bank",      "Airlines",
    "Retail",      "Pharma",    "University", "Media",       "Ferries",   "Steel",    "Chemicals", "Hospitals",
    "Law",         "Partners",  "Robotics",   "Optics",      "Paper",     "Shipping", "Railways",  "Brewery",
    "Toys",        "Furniture", "Telecom",    "Water",       "Housing",   "Films",    "Schools",   "Consulting",
    "Motors",      "Dairy",     "Glass",      "Instruments", "Machines",  "Tools",    "Travel",    "Wines",
    "Electronics", "Software",  "Research",   "Publishing",  "Farming",   "Timber",   "Mining",    "Museums"};

struct Place {
  Words name, language;
};
constexpr std::array<Place, 12> americas{{{"Ohio", "English"},
                                          {"Texas", "English"},
                                          {"Oregon", "English"},
                                          {"Ontario", "English"},
                                          {"Québec", "French"},
                                          {"México", "Spanish"},
                                          {"Colombia", "Spanish"},
                                          {"Perú", "Spanish"},
                                          {"São Paulo", "Portuguese"},
                                          {"Argentina", "Spanish"},
                                          {"Florida", "English"},
                                          {"Chile", "Spanish"}}};
constexpr std::array<Place, 14> emea{{{"Germany", "German"},
                                      {"France", "French"},
                                      {"Denmark", "Danish"},
                                      {"Nederland", "Dutch"},
                                      {"España", "Spanish"},
                                      {"Portugal", "Portuguese"},
                                      {"Italia", "Italian"},
                                      {"Österreich", "German"},
                                      {"Sverige", "Swedish"},
                                      {"Poland", "Polish"},
                                      {"Ireland", "English"},
                                      {"Kenya", "English"},
                                      {"South Africa", "English"},
                                      {"Türkiye", "Turkish"}}};
constexpr std::array<Place, 10> apj{{{"Japan", "Japanese"},
                                     {"Korea", "Korean"},
                                     {"India", "English"},
                                     {"Australia", "English"},
                                     {"Singapore", "English"},
                                     {"Vietnam", "Vietnamese"},
                                     {"Indonesia", "Indonesian"},
                                     {"Thailand", "Thai"},
                                     {"New Zealand", "English"},
                                     {"Philippines", "English"}}};

constexpr std::array<Words, 24> given_names{"Ada",   "Amir",  "Bea",   "Björn",  "Chloé", "Dario", "Elif",  "Emeka",
                                            "Freya", "Goran", "Hana",  "Ines",   "Jonas", "Keiko", "Lucía", "Malik",
                                            "Nadia", "Oskar", "Priya", "Rafael", "Sanne", "Tomás", "Uma",   "Yusuf"};
constexpr std::array<Words, 24> family_names{"Abel",      "Andrade", "Berger", "Castro", "Dahl",    "Eriksen",
                                             "Ferrari",   "Gupta",   "Haas",   "Ibarra", "Jansen",  "Kimura",
                                             "Lindqvist", "Moreau",  "Novak",  "Okafor", "Pereira", "Quinn",
                                             "Rossi",     "Sato",    "Turner", "Ueda",   "Vogel",   "Wójcik"};

constexpr std::array<Words, 40> sentences{
    "Spoke with the administrator; the licences are assigned and nobody has signed in yet.",
    "They want to move the mailboxes before the end of the quarter.",
    "The network team asked for the list of addresses to open.",
    "Single sign-on is configured and was tested with five users.",
    "The pilot group is content; two people report slow search.",
    "Waiting for the security review, which meets every second Thursday.",
    "The account team will join the next call.",
    "Shared the guide on device enrolment and the recording of the workshop.",
    "No answer to three e-mails; will try by telephone next week.",
    "The project lead left the company, and a successor is being looked for.",
    "Half of the sites are migrated, the others wait for the freeze to end.",
    "Training for the help desk is booked.",
    "They ask whether retention can be set for each department.",
    "The directory holds duplicates that must be cleaned up first.",
    "Agreed on the order of the waves and on who informs the users.",
    "The proxy breaks the sign-in of the desktop client; a rule was sent.",
    "Usage has grown since the champions began their weekly hour.",
    "The customer declined the offer for now and wants to hear from us in spring.",
    "Archive mailboxes turned out larger than planned.",
    "Procurement has to renew the subscription before anything goes on.",
    "Reviewed the adoption report together; most people use it on the phone.",
    "The works council agreed to the new rules.",
    "Blocked by an old version of the connector; the update is planned.",
    "They would like a session for executives.",
    "All remediation checks are green except the public records.",
    "The partner takes over the migration and reports every Friday.",
    "Guest access is switched off until the policy is signed.",
    "Found forty unused service accounts during the assessment.",
    "Asked for references from the same industry.",
    "The customer is satisfied and considers another workload.",
    "A second tenant was found, from a company they bought.",
    "The conference rooms need new hardware before they can be used.",
    "Decided to keep the file shares for one more year.",
    "The first wave went well, with eleven tickets in all.",
    "They lack people until the new fiscal year begins.",
    "Backup of the old system is finished and was verified.",
    "Sent the summary of the meeting with the open points.",
    "The kick-off took place with seven people from three countries.",
    "Wants help with the communication to the users.",
    "The rollback plan was rehearsed over the weekend."};
constexpr std::array<Words, 14> next_actions{"Call the administrator",
                                             "Send the summary of the meeting",
                                             "Review the remediation list",
                                             "Book the next workshop",
                                             "Ask whether the pilot may begin",
                                             "Follow up on the security review",
                                             "Confirm the date of the first wave",
                                             "Check the adoption report",
                                             "Introduce the delivery team",
                                             "Prepare the close-out call",
                                             "Get the new project lead's address",
                                             "Look at the open tickets",
                                             "Ask the account team for help",
                                             "Plan the training"};
constexpr std::array<Words, 6> purposes{"outreach", "kick-off", "status", "hand-over", "review", "close-out"};
constexpr std::array<Words, 5> closing_reasons{"The work is done.", "The customer goes on alone.",
                                               "The engagement ended as planned.", "Handed over.",
                                               "Nothing more is asked for."};
constexpr std::array<Words, 8> answers{"they have no people for it this year",
                                       "the budget was moved to another project",
                                       "a partner of theirs does it",
                                       "they wait for the merger to be finished",
                                       "their present system does what they need",
                                       "the sponsor left and nobody took over",
                                       "legal has not agreed to it yet",
                                       "they will come back in spring"};

} // namespace

std::string customer_name(Random& random) {
  const auto first = random.one_of(first_parts);
  const auto last = random.one_of(last_parts);
  return fmt::format("{}{} {}", first, last, random.one_of(trades));
}

std::string_view place_in(Random& random, std::string_view region) {
  if (region == "Americas") return random.one_of(americas).name;
  if (region == "APJ") return random.one_of(apj).name;
  return random.one_of(emea).name;
}

std::string_view language_of(std::string_view place) {
  for (const auto& one : americas)
    if (one.name == place) return one.language;
  for (const auto& one : emea)
    if (one.name == place) return one.language;
  for (const auto& one : apj)
    if (one.name == place) return one.language;
  return "English";
}

std::string slug(std::string_view name) {
  std::string made;
  for (const char c : name) {
    const bool upper = c >= 'A' && c <= 'Z';
    if (upper || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
      made += upper ? static_cast<char>(c - 'A' + 'a') : c;
    else if (c == ' ' && !made.empty() && made.back() != '-')
      made += '-';
  }
  return made;
}

std::string contact_name(Random& random) {
  const auto given = random.one_of(given_names);
  return fmt::format("{} {}", given, random.one_of(family_names));
}

std::string note_text(Random& random) {
  std::string text;
  for (int count = random.between(1, 4); count > 0; --count) {
    if (!text.empty()) text += ' ';
    text += random.one_of(sentences);
  }
  return text;
}

std::string_view next_action(Random& random) { return random.one_of(next_actions); }
std::string_view purpose_of_call(Random& random) { return random.one_of(purposes); }
std::string_view reason_to_close(Random& random) { return random.one_of(closing_reasons); }
std::string_view answer(Random& random) { return random.one_of(answers); }

} // namespace handrail::app::seed
