#include "bench/report.hpp"

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <iostream>

#include "bench/samples.hpp"

namespace lianban::bench {
namespace {

const Watch::time_point kStart = Watch::now();

bool met(const Figure& figure) {
  const double number = figure.aim->of_ratio ? figure.ratio.value_or(0) : figure.value;
  return figure.aim->kind == Aim::Kind::kAtLeast ? number >= figure.aim->bound
                                                 : number <= figure.aim->bound;
}

std::string text_of(double value) {
  char text[32];
  const bool whole = std::fabs(value) >= 100 || value == std::floor(value);
  std::snprintf(text, sizeof text, whole ? "%.0f" : std::fabs(value) < 1 ? "%.3f" : "%.2f", value);
  return text;
}

std::string aim_of(const Figure& figure) {
  if (!figure.aim) return "";
  return std::string(figure.aim->of_ratio ? "ratio " : "") +
         (figure.aim->kind == Aim::Kind::kAtLeast ? ">= " : "<= ") + text_of(figure.aim->bound);
}

}  // namespace

double rounded(double value) {
  if (value == 0 || !std::isfinite(value)) return 0;
  const double scale = std::pow(10, 3 - std::floor(std::log10(std::fabs(value))));
  return std::round(value * scale) / scale;
}

void say(std::string_view sentence) {
  std::fprintf(stderr, "[%6.1f s] %.*s\n", seconds_since(kStart), static_cast<int>(sentence.size()),
               sentence.data());
}

void give_up(std::string_view sentence) {
  say(sentence);
  std::exit(1);
}

void Report::add(Figure figure) {
  nlohmann::ordered_json line{
      {"name", figure.name}, {"value", rounded(figure.value)}, {"unit", figure.unit}};
  if (figure.ratio) line["ratio"] = rounded(*figure.ratio);
  if (figure.aim) {
    line["aim"] = figure.aim->bound;
    line["aim_is"] = figure.aim->kind == Aim::Kind::kAtLeast ? "at_least" : "at_most";
    line["aim_of"] = figure.aim->of_ratio ? "ratio" : "value";
    line["met"] = met(figure);
  }
  for (const auto& [name, value] : figure.more.items()) {
    if (value.is_number_float()) {
      line[name] = rounded(value.get<double>());
    } else {
      line[name] = value;
    }
  }
  std::cout << line.dump() << std::endl;
  figures_.push_back(std::move(figure));
}

void Report::fault(std::string sentence) {
  say(sentence);
  faults_.push_back(std::move(sentence));
}

void Report::print_table() const {
  std::fprintf(stderr, "\n%-34s %12s %-14s %8s  %-16s\n", "figure", "value", "unit", "ratio",
               "aim");
  for (const Figure& figure : figures_) {
    const std::string ratio = figure.ratio ? text_of(*figure.ratio) : "";
    const char* verdict = !figure.aim ? "" : met(figure) ? "met" : "SHORT";
    std::fprintf(stderr, "%-34s %12s %-14s %8s  %-16s %s\n", figure.name.c_str(),
                 text_of(figure.value).c_str(), figure.unit.c_str(), ratio.c_str(),
                 aim_of(figure).c_str(), verdict);
  }
  for (const std::string& sentence : faults_) {
    std::fprintf(stderr, "FAULT: %s\n", sentence.c_str());
  }
}

}  // namespace lianban::bench
