// `handrail export`: a history that is proved without the store it came from.
#include "app/customers.h"
#include "app/history/exported.h"
#include "app/tenant_history.h"
#include "cli/stored.h"

#include <fmt/format.h>

namespace handrail::cli {

namespace {

/// The stream that is asked for; nothing: the whole log.
Result<std::optional<TenantId>> stream_of(const Arguments& arguments) {
  const auto& tenant = arguments["tenant"];
  const auto& customer = arguments["customer"];
  if (!tenant.empty() && !customer.empty())
    return Error{ErrorCode::invalid, "A history is a tenant's or a customer's", "--customer", "Give one of the two."};
  if (!customer.empty()) return std::optional(app::customer_stream(customer));
  if (tenant.empty()) return std::optional<TenantId>();
  if (app::is_tenant(TenantId(tenant))) return std::optional(TenantId(tenant));
  return Error{ErrorCode::invalid, fmt::format("\"{}\" is no tenant's id", plain(tenant)), "--tenant",
               "`handrail tenants` lists those there are."};
}

Result<app::Exported> exported(const Arguments& arguments, Console& console, std::optional<TenantId>& stream) {
  HANDRAIL_TRY(stream, stream_of(arguments));
  HANDRAIL_TRY(const auto kept, checkpoint_text(arguments));
  if (kept && !stream)
    return Error{ErrorCode::invalid, "The whole log's history is held against a checkpoint when it is verified",
                 "--checkpoint", "Leave it out here, and give it to `handrail verify --history`."};
  HANDRAIL_TRY(const auto stored, open_stored(arguments));
  const auto progress = progress_line(console, "Exporting");
  return stream ? app::export_stream(*stored.log, *stream, kept, arguments.positional.front(), progress)
                : app::export_log(*stored.log, arguments.positional.front(), progress);
}

int export_history(const Arguments& arguments, Console& console) {
  std::optional<TenantId> stream;
  const auto done = exported(arguments, console, stream);
  end_progress(console);
  if (!done) return fail(console, "export", done.error());
  const auto& file = arguments.positional.front();
  if (stream)
    console.out << fmt::format("Exported {} of {} to {}, each with its proof in the checkpoint of {}\n",
                               counted(done->events, "event", "events"), plain(stream->text()), file,
                               counted(done->checkpoint_events, "event", "events"));
  else
    console.out << fmt::format("Exported {} to {}\n", counted(done->events, "event", "events"), file);
  return Exit::success;
}

} // namespace

extern const Command export_command{
    "export",
    "Write a history that is proved without the store",
    "Writes every event of the log to a file, one on each line, with all that its hash covers; or with --tenant or\n"
    "--customer the events of one, each with the hashes that prove its place in a checkpoint: the newest, or one that\n"
    "was kept elsewhere. `handrail verify --history` holds the file against a checkpoint, on any machine.\n"
    "\n"
    "The file holds everything that was written, drafts of notes too, and only its owner may read it. There must not "
    "be\n"
    "one yet; what fails on the way leaves none. A server may be at work meanwhile.",
    "  handrail export /elsewhere/history.jsonl\n"
    "  handrail export contoso.jsonl --tenant contoso --checkpoint kept\n"
    "  handrail export all.jsonl --data /srv/node --db postgresql://handrail@db.example.org/handrail\n",
    {data_flag(),
     db_flag(),
     {"tenant", "ID", "Only this tenant's events, each with its proof", ""},
     {"customer", "NAME", "Only who was given rights on this customer, each with its proof", ""},
     checkpoint_flag("With --tenant or --customer: the kept checkpoint that the proofs are for")},
    {"FILE", "The file to make", 1, 1},
    export_history};

} // namespace handrail::cli
