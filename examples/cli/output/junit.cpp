#include "cli/output/junit.hpp"

#include <cstdio>
#include <pugixml.hpp>

namespace lianban::cli {

namespace {

/// XML 1.0 has no way to write most control characters, not even escaped.
std::string clean(const std::string& text) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool control = (byte < 0x20 && c != '\t' && c != '\n' && c != '\r') || byte == 0x7F;
    out += control ? '?' : c;
  }
  return out;
}

std::string seconds_text(double seconds) {
  char text[32];
  std::snprintf(text, sizeof text, "%.6f", seconds);
  return text;
}

struct Sum {
  std::size_t tests = 0, failures = 0;
  double seconds = 0;

  void add(const ScenarioReport& report) {
    ++tests;
    if (!report.passed) ++failures;
    seconds += report.seconds;
  }
  void write(pugi::xml_node to) const {
    to.append_attribute("tests") = static_cast<unsigned long long>(tests);
    to.append_attribute("failures") = static_cast<unsigned long long>(failures);
    to.append_attribute("errors") = 0;
    to.append_attribute("skipped") = 0;
    to.append_attribute("time") = seconds_text(seconds).c_str();
  }
};

void write_case(pugi::xml_node suite, const ScenarioReport& report) {
  pugi::xml_node one = suite.append_child("testcase");
  one.append_attribute("name") = clean(report.name).c_str();
  one.append_attribute("classname") = clean(report.file).c_str();
  one.append_attribute("file") = clean(report.file).c_str();
  one.append_attribute("time") = seconds_text(report.seconds).c_str();
  if (report.passed) return;
  pugi::xml_node failure = one.append_child("failure");
  const std::string expected = clean(report.expected);
  failure.append_attribute("message") = ("expected " + expected).c_str();
  failure.append_attribute("type") = "expectation";
  std::string text = "step: " + report.step;
  text += "\nexpected: " + report.expected;
  text += "\nfound: " + report.found;
  failure.append_child(pugi::node_pcdata).set_value(clean(text).c_str());
}

}  // namespace

bool write_junit(const std::string& file, const std::vector<ScenarioReport>& reports) {
  pugi::xml_document document;
  pugi::xml_node root = document.append_child("testsuites");
  root.append_attribute("name") = "lianban";
  Sum all;
  for (const ScenarioReport& report : reports) all.add(report);
  all.write(root);
  for (std::size_t from = 0; from < reports.size();) {
    Sum sum;
    std::size_t end = from;
    for (; end < reports.size() && reports[end].file == reports[from].file; ++end) {
      sum.add(reports[end]);
    }
    pugi::xml_node suite = root.append_child("testsuite");
    suite.append_attribute("name") = clean(reports[from].file).c_str();
    sum.write(suite);
    for (; from < end; ++from) write_case(suite, reports[from]);
  }
  return document.save_file(file.c_str(), "  ", pugi::format_default, pugi::encoding_utf8);
}

}  // namespace lianban::cli
