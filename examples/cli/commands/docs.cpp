#include "lianban/document.hpp"

#include <nlohmann/json.hpp>

#include "cli/commands.hpp"
#include "cli/context.hpp"
#include "cli/program.hpp"

namespace lianban::cli {

int run_docs(Context& context, const DocsArgs& args) {
  const auto definition = load_definition(args.file);
  if (!definition) {
    return context.fail(definition.error(), {context.out.tell(say::kSeeCheck, {args.file})});
  }
  DocumentLanguage language = DocumentLanguage::kBoth;
  if (args.language == "zh") language = DocumentLanguage::kChinese;
  if (args.language == "en") language = DocumentLanguage::kEnglish;
  const std::string text = write_document(**definition, language);
  if (args.output.empty()) {
    if (!context.out.json()) context.out.raw(text);
    return context.done({{"document", text}});
  }
  if (const Status written = write_text(args.output, text); !written) {
    return context.fail(written.error());
  }
  context.out.line(context.out.sign(Sign::kOk) + context.out.tell(say::kWritten, {args.output}));
  return context.done({{"file", args.output}});
}

}  // namespace lianban::cli
