#include "bench/coding.hpp"

#include <algorithm>
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "audit/chain.hpp"
#include "bench/report.hpp"
#include "bench/workload.hpp"
#include "decide/codec.hpp"
#include "runtime/desk.hpp"

namespace lianban::bench {
namespace {

constexpr std::size_t kRows = 2'000;
constexpr double kBodyEvery = 16;

/// "SERIAL/TURN" back to the command.
Command command_of(const std::string& request) {
  const std::size_t slash = request.find('/');
  return next_command(Kind::kWenzhou, std::strtoul(request.c_str(), nullptr, 10),
                      std::strtoul(request.c_str() + slash + 1, nullptr, 10));
}

template <class Work>
double micros(Work work) {
  const auto start = Watch::now();
  work();
  return micros_since(start);
}

}  // namespace

CodingCost coding_cost(const RawWriter& written) {
  CodingCost cost;
  const std::size_t count = std::min(kRows, written.rows().size());
  if (count == 0) give_up("coding: nothing was written");
  std::size_t bytes = 0;  // Read at the end: what is measured must not be optimised away.
  for (std::size_t i = 0; i < count; ++i) {
    const RawWriter::Row& row = written.rows()[i];
    const RawWriter::Case& of = written.cases().find(row.n)->second;
    const auto personal = decide::PersonalValues::decode(of.personal);
    if (!personal.ok()) give_up("coding: personal values");
    const auto entries = decide::decode_entries(row.bytes, *personal);
    if (!entries.ok()) give_up("coding: entries");
    const Command command = command_of(row.request);
    base::CaseId id;
    std::copy_n(of.case_id.begin(), id.bytes.size(), id.bytes.begin());
    cost.request += micros([&] { bytes += runtime::request_hash(command)[0]; });
    cost.entries += micros([&] { bytes += decide::encode_entries(*entries, *personal).size(); });
    cost.link += micros([&] {
      bytes += audit::link({}, id, static_cast<std::uint64_t>(row.revision), {}, row.bytes)[0];
    });
    auto state = decide::decode_case(of.body, *personal);
    cost.decode += micros([&] { state = decide::decode_case(of.body, *personal); });
    if (!state.ok()) give_up("coding: body");
    cost.body += micros([&] { bytes += decide::encode_case(*state, *personal).size(); });
  }
  if (bytes == 0) give_up("coding: no bytes");
  const auto each = static_cast<double>(count);
  cost.request /= each;
  cost.entries /= each;
  cost.link /= each;
  cost.decode /= each;
  cost.body /= each * kBodyEvery;
  return cost;
}

}  // namespace lianban::bench
