#include <curl/curl.h>

#include <memory>

#include "adapter/conformance_session.hpp"

namespace lianban::adapter {
namespace {

std::size_t ignore(char*, std::size_t one, std::size_t size, void*) noexcept { return one * size; }

/// New connections the exchange needed; negative: there was no answer.
long connections_of(CURL* curl, const HttpRequest& request) {
  curl_slist* headers = curl_slist_append(nullptr, "Content-Type: application/json");
  for (const std::string& line : request.headers) {
    headers = curl_slist_append(headers, line.c_str());
  }
  curl_easy_setopt(curl, CURLOPT_URL, request.url.c_str());
  curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
  curl_easy_setopt(curl, CURLOPT_POSTFIELDS, request.body.c_str());
  curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, request.method.c_str());
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, static_cast<long>(request.total_timeout.count()));
  curl_easy_setopt(curl, CURLOPT_PROXY, "");
  curl_easy_setopt(curl, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, ignore);
  const CURLcode code = curl_easy_perform(curl);
  long connections = -1;
  if (code == CURLE_OK) curl_easy_getinfo(curl, CURLINFO_NUM_CONNECTS, &connections);
  curl_slist_free_all(headers);
  return connections;
}

}  // namespace

std::optional<bool> second_over_same_connection(const HttpRequest& first,
                                                const HttpRequest& second) {
  const std::unique_ptr<CURL, void (*)(CURL*)> curl(curl_easy_init(), curl_easy_cleanup);
  if (curl == nullptr || connections_of(curl.get(), first) < 0) return std::nullopt;
  const long again = connections_of(curl.get(), second);
  if (again < 0) return std::nullopt;
  return again == 0;
}

}  // namespace lianban::adapter
