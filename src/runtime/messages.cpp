#include "runtime/messages.hpp"

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>

#include "base/ids.hpp"
#include "runtime/pump.hpp"

namespace lianban::runtime {

namespace {

std::optional<std::uint32_t> number_after(std::string_view prefix, const std::string& ref) {
  const std::string rest = rest_of(prefix, ref);
  std::uint32_t number = 0;
  const auto read = std::from_chars(rest.data(), rest.data() + rest.size(), number);
  if (read.ec != std::errc{} || read.ptr != rest.data() + rest.size()) return std::nullopt;
  return number;
}

Json recipient(const decide::Case& of, const std::string& to) {
  if (to == "applicant") {
    return {{"kind", "applicant"}, {"id", of.applicant.id}, {"agents", of.applicant.agents}};
  }
  const std::size_t dot = to.find('.');
  Json whom = {{"kind", "agency"}, {"id", to.substr(0, dot)}};
  if (dot != std::string::npos) whom["role"] = to.substr(dot + 1);
  return whom;
}

/// A paper that is sent makes one notice: the n-th notice of a paper is of the n-th one made.
const decide::PaperRecord* paper_of(const decide::Case& of, std::size_t notice) {
  const std::string& id = of.notices[notice].paper;
  auto left =
      std::count_if(of.notices.begin(), of.notices.begin() + static_cast<std::ptrdiff_t>(notice),
                    [&](const auto& each) { return each.paper == id; });
  for (const decide::PaperRecord& paper : of.papers) {
    if (paper.paper == id && left-- == 0) return &paper;
  }
  return nullptr;
}

/// A text in two languages stands in the notice as the object it was written as.
Json text_of(const std::string& text) {
  const Json written = Json::parse(text, nullptr, false);
  return written.is_object() ? written : Json(text);
}

Json base_of(const Held& held) {
  const decide::Case& of = held.state;
  return {{"case", base::format(of.id)}, {"number", of.number}, {"definition", of.definition}};
}

std::optional<Json> notice_body(const Held& held, std::uint32_t index) {
  const decide::Case& of = held.state;
  if (index >= of.notices.size()) return std::nullopt;
  const decide::NoticeRecord& notice = of.notices[index];
  Json body = base_of(held);
  body["to"] = recipient(of, notice.to);
  if (!notice.text.empty()) body["text"] = text_of(notice.text);
  if (notice.paper.empty()) return body;
  Json& paper = body["paper"] = {{"id", notice.paper}};
  if (const auto* spec = held.prepared->definition->papers.find(notice.paper)) {
    paper["title"] = {{"zh", spec->title.zh}, {"en", spec->title.en}};
  }
  if (const decide::PaperRecord* made = paper_of(of, index)) {
    paper["number"] = made->number;
    paper["at"] = format_instant(made->at);
    if (made->fields) paper["fields"] = *made->fields;
  }
  return body;
}

std::optional<Json> supervision_body(const Held& held, std::uint32_t seq) {
  const decide::Errand* errand = errand_of(held.state, seq);
  if (errand == nullptr) return std::nullopt;
  Json body = base_of(held);
  body["event"] = errand->name;
  body["data"] = errand->data ? *errand->data : Json::object();
  return body;
}

}  // namespace

bool is_message(const store::OutboxRow& row) {
  return row.ref.starts_with(kNoticeRef) || row.ref.starts_with(kSupervisionRef);
}

std::optional<AgencyRequest> message_of(const Held& held, const store::OutboxRow& row) {
  const bool notice = row.ref.starts_with(kNoticeRef);
  const auto number = number_after(notice ? kNoticeRef : kSupervisionRef, row.ref);
  if (!number) return std::nullopt;
  auto body = notice ? notice_body(held, *number) : supervision_body(held, *number);
  if (!body) return std::nullopt;
  AgencyRequest request;
  request.agency = row.lane;
  request.call = notice ? "notice" : "supervision";
  request.operation = kDeliver;
  request.case_id = base::format(held.state.id);
  request.key = request.case_id + "." + request.call + "." + std::to_string(*number);
  request.body = std::make_shared<const Json>(*std::move(body));
  return request;
}

}  // namespace lianban::runtime
