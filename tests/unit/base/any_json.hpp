#pragma once

#include <rapidcheck.h>

#include <cmath>
#include <map>

#include <nlohmann/json.hpp>
#include <string>

#include "base/json.hpp"

namespace lianban::base::test {

/// Any UTF-8 text, with quotes, control characters and four-byte characters more often than chance.
inline rc::Gen<std::string> any_text() {
  const auto piece = rc::gen::weightedOneOf<std::string>(
      {{6, rc::gen::map(rc::gen::inRange(0, 0x80),
                        [](int c) { return std::string(1, static_cast<char>(c)); })},
       {3, rc::gen::element<std::string>("中", "é", "\"", "\\", "/", "~", "\n", "😀", "\x7F")}});
  return rc::gen::map(rc::gen::container<std::vector<std::string>>(piece),
                      [](const std::vector<std::string>& pieces) {
                        std::string out;
                        for (const std::string& each : pieces) out += each;
                        return out;
                      });
}

inline rc::Gen<double> any_double() {
  return rc::gen::map(rc::gen::pair(rc::gen::inRange<std::int64_t>(-(1ll << 53), 1ll << 53),
                                    rc::gen::inRange(-300, 280)),
                      [](const std::pair<std::int64_t, int>& parts) {
                        return static_cast<double>(parts.first) * std::pow(10.0, parts.second);
                      });
}

/// Any JSON value of at most that many levels of containers.
inline rc::Gen<Json> any_json(int depth) {
  const auto leaf = rc::gen::oneOf(
      rc::gen::just(Json()),
      rc::gen::map(rc::gen::arbitrary<bool>(), [](bool v) { return Json(v); }),
      rc::gen::map(rc::gen::arbitrary<std::int64_t>(), [](std::int64_t v) { return Json(v); }),
      rc::gen::map(any_double(), [](double v) { return Json(v); }),
      rc::gen::map(any_text(), [](const std::string& v) { return Json(v); }));
  if (depth == 0) return leaf;
  const auto child = rc::gen::lazy([depth] { return any_json(depth - 1); });
  return rc::gen::oneOf(
      leaf,
      rc::gen::map(rc::gen::scale(0.3, rc::gen::container<std::vector<Json>>(child)),
                   [](const std::vector<Json>& v) { return Json(v); }),
      rc::gen::map(
          rc::gen::scale(0.3, rc::gen::container<std::map<std::string, Json>>(any_text(), child)),
          [](const std::map<std::string, Json>& v) { return Json(v); }));
}

}  // namespace lianban::base::test
