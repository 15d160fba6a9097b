#include "lianban/conformance.hpp"

#include <nlohmann/json.hpp>
#include <utility>

#include "adapter/conformance_profile.hpp"
#include "adapter/conformance_report.hpp"
#include "adapter/conformance_sample.hpp"
#include "adapter/conformance_session.hpp"
#include "adapter/conformance_trial.hpp"
#include "lianban/time.hpp"

namespace lianban {
namespace {

using adapter::ConformanceReport;
using adapter::Profile;
using adapter::Said;
using adapter::Samples;
using adapter::Session;

/// Whether there is anybody to talk to.
bool try_endpoint(Session& session, const Samples& samples, ConformanceReport& report) {
  report.about("");
  report.begin("reachable");
  const Said said = session.get("/" + samples.key(0));
  report.judge("reachable", said.came(), in_words(said));
  if (!said.came()) {
    report.skip_rest({"连接不上", "it cannot be reached"});
    return false;
  }
  Text detail = in_words(said);
  report.judge("unknown_path", said.is(404) && said.object,
               {"应为 404 和 JSON 对象，实际：" + detail.zh,
                "expected 404 with a JSON object, got: " + detail.en});
  return true;
}

}  // namespace

Result<Json> verify_agency(const Json& source, const ConformanceOptions& options) {
  const auto profile = adapter::read_profile(source);
  if (!profile) return profile.error();
  Session session(options, profile->limits);
  if (auto fault = session.fault()) return *std::move(fault);
  const Instant started =
      options.now ? options.now()
                  : std::chrono::floor<Instant::duration>(std::chrono::system_clock::now());
  const Samples samples(options.seed);
  ConformanceReport report(options.progress);
  std::uint64_t numbers = 0;
  const bool reachable = try_endpoint(session, samples, report);
  for (const adapter::ProfileOperation& operation : profile->operations) {
    if (reachable) {
      adapter::Trial(operation, profile->limits, samples, options, session, report, numbers).run();
      continue;
    }
    report.about(operation.id);
    report.skip_rest({"连接不上", "it cannot be reached"});
  }
  Json out = report.take();
  out["agency"] = profile->agency;
  out["title"] = {{"zh", profile->title.zh}, {"en", profile->title.en}};
  out["url"] = options.url;
  out["seed"] = options.seed;
  out["started"] = format_instant(started);
  return out;
}

}  // namespace lianban
