#pragma once

#include "support.hpp"

namespace lianban {

/// Issues a permit; its head suspends, resumes and revokes it.
inline constexpr const char* kFiling = R"({
  "lianban": 1, "id": "filing", "version": "1.0.0",
  "agencies": {"bureau": {"title": "Bureau", "lead": true, "roles": {"clerk": "Clerk"}}},
  "form": {"type": "object", "properties": {"plate": {"type": "string", "x-personal": "plate"}}},
  "licences": {"permit": {"title": "Permit", "type_code": "T1", "issuer": "bureau", "number": "F{seq:3}",
                          "content": {"plate": {"var": "form.plate"}}}},
  "chart": {"states": [
    {"id": "filed", "transitions": [{"on": "issue", "do": [{"accept": {}}, {"issue": "permit"}], "to": "kept"}]},
    {"id": "kept", "transitions": [
      {"on": "suspend", "do": [{"suspend_licence": {"licence": "permit", "reason": "r"}}]},
      {"on": "resume", "do": [{"resume_licence": {"licence": "permit", "reason": "r"}}]},
      {"on": "revoke", "do": [{"revoke_licence": {"licence": "permit", "reason": "r"}}]},
      {"on": "close", "to": "over"}]},
    {"id": "over", "kind": "final", "outcome": "granted"}
  ]}
})";

/// Acts on a licence that another case issued, or renews it.
inline constexpr const char* kHolder = R"({
  "lianban": 1, "id": "holder", "version": "1.0.0",
  "agencies": {"bureau": {"title": "Bureau", "lead": true, "roles": {"clerk": "Clerk"}}},
  "form": {"type": "object", "properties": {"number": {"type": "string"}}},
  "licences": {"permit": {"title": "Permit", "issuer": "bureau", "number": "F{seq:3}", "content": {},
                          "held": {"var": "form.number"}}},
  "chart": {"states": [{"id": "open", "transitions": [
    {"on": "suspend", "do": [{"suspend_licence": {"licence": "permit", "reason": "h"}}]},
    {"on": "resume", "do": [{"resume_licence": {"licence": "permit", "reason": "h"}}]},
    {"on": "cancel", "do": [{"cancel_licence": {"licence": "permit", "reason": "h"}}]},
    {"on": "renew", "do": [{"accept": {}}, {"issue": "permit"}]}
  ]}]}
})";

/// A recognition that rests on a filing, and counts what it hears of it.
inline constexpr const char* kRecognition = R"({
  "lianban": 1, "id": "recognition", "version": "1.0.0",
  "agencies": {"bureau": {"title": "Bureau", "lead": true, "roles": {"clerk": "Clerk"}}},
  "form": {"type": "object", "properties": {"number": {"type": "string"}}},
  "vars": {"heard": 0},
  "licences": {"seal": {"title": "Seal", "issuer": "bureau", "number": "R{seq:3}", "content": {},
                        "rests_on": {"var": "form.number"}}},
  "chart": {"states": [
    {"id": "asked", "transitions": [{"on": "issue", "do": [{"accept": {}}, {"issue": "seal"}], "to": "there"}]},
    {"id": "there", "transitions": [
      {"on": ["licence.seal.suspended", "licence.seal.resumed", "licence.seal.revoked", "licence.seal.cancelled"],
       "do": [{"assign": {"vars.heard": {"+": [{"var": "vars.heard"}, 1]}}}]},
      {"on": "close", "to": "over"}]},
    {"id": "over", "kind": "final", "outcome": "granted"}
  ]}
})";

/// An engine with these three definitions.
class Licensing : public Runtime {
 protected:
  void start_all() {
    start();
    for (const char* text : {kFiling, kHolder, kRecognition}) {
      const auto published = engine->publish(definition_of(text));
      ASSERT_TRUE(published.ok()) << published.error().code;
    }
  }
  // A request id makes the case's id, and that its latch: two cases with one latch cannot act
  // within each other, so tests that have them do so name theirs.
  std::string file_permit(const std::string& request = {}) {
    const std::string id = open("filing", {{"form", {{"plate", "浙C12345"}}}}, request).case_id;
    expect_accepted(send(id, "issue"));
    return id;
  }
  std::string hold(const std::string& number, const std::string& request = {}) {
    return open("holder", {{"form", {{"number", number}}}}, request).case_id;
  }
  std::string recognise(const std::string& number) {
    const std::string id = open("recognition", {{"form", {{"number", number}}}}).case_id;
    expect_accepted(send(id, "issue"));
    return id;
  }
  Json licence(const std::string& number) {
    const auto found = engine->licence(number);
    EXPECT_TRUE(found.ok()) << (found.ok() ? "" : found.error().code);
    return found.ok() ? *found : Json::object();
  }
  std::string state(const std::string& number) { return licence(number).value("state", ""); }
  std::string number_of(const std::string& id, const char* licence) {
    return show(id)["licences"][licence].value("number", "");
  }
  std::size_t rows(const std::string& id) { return engine->history(id)->size(); }
};

}  // namespace lianban
