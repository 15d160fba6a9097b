// Notices and supervision events that their receiver did not take in all attempts.
#include <nlohmann/json.hpp>

#include "cli/commands.hpp"
#include "cli/context.hpp"
#include "cli/output/table.hpp"

namespace lianban::cli {

namespace {

using nlohmann::json;

json to_json(const DeadLetter& letter) {
  return {{"case", letter.case_id},
          {"seq", letter.seq},
          {"to", letter.to},
          {"what", letter.what},
          {"attempts", letter.attempts},
          {"since", format_instant(letter.since)}};
}

void print(Terminal& out, const std::vector<DeadLetter>& letters) {
  if (letters.empty()) return out.line(out.tell(say::kNoLetters));
  Table table({out.tell(say::kCase), out.tell(say::kRevision), out.tell(say::kTo),
               out.tell(say::kMessage), out.tell(say::kAttempts), out.tell(say::kSince)});
  for (const DeadLetter& each : letters) {
    table.add({each.case_id, std::to_string(each.seq), each.to, each.what,
               std::to_string(each.attempts), minute(each.since)});
  }
  table.print(out);
  out.line(out.tell(say::kLetterCount, {std::to_string(letters.size())}));
}

}  // namespace

int run_letters_list(Context& context, const LettersArgs& args) {
  const auto engine = context.open_engine();
  if (!engine) return context.fail(engine.error());
  const auto letters = (*engine)->dead_letters(args.limit);
  if (!letters) return context.fail(letters.error());
  print(context.out, *letters);
  json list = json::array();
  for (const DeadLetter& each : *letters) list.push_back(to_json(each));
  return context.done({{"letters", std::move(list)}});
}

int run_letters_resend(Context& context, const ResendArgs& args) {
  Terminal& out = context.out;
  const auto engine = context.open_engine();
  if (!engine) return context.fail(engine.error());
  const Status queued = (*engine)->resend(args.id, args.seq);
  if (!queued) return context.fail(queued.error());
  out.line(out.sign(Sign::kOk) + out.tell(say::kResent, {args.id, std::to_string(args.seq)}));
  return context.done({{"case", args.id}, {"seq", args.seq}});
}

}  // namespace lianban::cli
