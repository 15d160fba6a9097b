#include "lianban/explain.hpp"

#include <nlohmann/json.hpp>

#include "cli/commands.hpp"
#include "cli/context.hpp"
#include "cli/output/page.hpp"

namespace lianban::cli {

using nlohmann::json;

namespace {

json to_json(const Explanation& page, Language language) {
  return {{"code", page.code},
          {"title", page.title.in(language)},
          {"what", page.what.in(language)},
          {"why", page.why.in(language)},
          {"basis", page.basis.in(language)},
          {"bad", page.bad},
          {"good", page.good}};
}

int list_codes(Context& context) {
  json codes = json::array();
  for (const Explanation& page : explanations()) {
    codes.push_back({{"code", page.code}, {"title", page.title.in(context.out.language())}});
  }
  print_codes(context.out);
  return context.done({{"codes", std::move(codes)}});
}

}  // namespace

int run_explain(Context& context, const ExplainArgs& args) {
  if (args.code.empty()) return list_codes(context);
  if (const Explanation* page = explanation(args.code)) {
    print_page(context.out, *page);
    return context.done(to_json(*page, context.out.language()));
  }
  std::vector<std::string> hints;
  if (const auto meant = nearest_code(args.code)) {
    hints.push_back(context.out.tell(say::kMeant, {*meant}));
  }
  hints.push_back(context.out.tell(say::kAllCodes));
  return context.fail(make_error("code/not_found", std::string(say::kNoCode.zh),
                                 std::string(say::kNoCode.en), args.code),
                      hints);
}

}  // namespace lianban::cli
