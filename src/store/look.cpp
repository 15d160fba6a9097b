#include "store/look.hpp"

#include <filesystem>
#include <utility>

#include "store/errors.hpp"
#include "store/sqlite_reads.hpp"
#include "store/sqlite_schema.hpp"

namespace lianban::store {

namespace {

/// A URI of SQLite (sqlite.org/uri.html). Without a write-ahead log nobody has the file open, and
/// `immutable` keeps SQLite from making one.
std::string uri_of(const std::string& path) {
  std::string uri = "file:";
  for (const char c : path) {
    if (c == '%' || c == '?' || c == '#') {
      constexpr std::string_view kDigits = "0123456789ABCDEF";
      const auto byte = static_cast<unsigned char>(c);
      uri += '%';
      uri += kDigits[byte >> 4];
      uri += kDigits[byte & 15];
    } else {
      uri += c;
    }
  }
  uri += "?mode=ro";
  std::error_code ignored;
  if (!std::filesystem::exists(path + "-wal", ignored)) uri += "&immutable=1";
  return uri;
}

Error older_error(const std::string& path) {
  return make_error("store/older", "数据库由旧版本的程序写入，先用本版本打开一次",
                    "the database was written by an older library: open it once with this one",
                    path);
}

}  // namespace

struct Look::Impl {
  Impl(const SqliteOptions& options, std::string file)
      : connection(options, Connection::Role::kLook), path(std::move(file)) {}

  template <class Read>
  auto read(Read get) -> Result<decltype(get(std::declval<Connection&>()))> {
    try {
      return get(connection);
    } catch (const SQLite::Exception& fault) {
      return error_of(fault, path);
    }
  }

  Connection connection;
  std::string path;
};

Look::Look(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Look::~Look() = default;

Result<std::unique_ptr<Look>> Look::open(const std::string& path) {
  std::error_code ignored;
  if (!std::filesystem::is_regular_file(path, ignored)) {
    return make_error("store/not_found", "没有这个数据库", "there is no such database", path);
  }
  if (auto fault = header_fault(path)) return *std::move(fault);
  try {
    SqliteOptions options;
    options.path = uri_of(path);
    auto impl = std::make_unique<Impl>(options, path);
    if (impl->connection.integer("PRAGMA application_id") != kApplicationId) {
      return foreign_error(path);
    }
    // One transaction for the whole look: every read sees the same moment.
    impl->connection.execute("BEGIN");
    const std::int64_t schema =
        impl->connection.integer("SELECT value FROM meta WHERE key = 'store.schema'");
    if (schema > kSchema) return newer_error(path);
    if (schema < kSchema) return older_error(path);
    return std::unique_ptr<Look>(new Look(std::move(impl)));
  } catch (const SQLite::Exception& fault) {
    return error_of(fault, path);
  }
}

Result<std::vector<CaseSummary>> Look::list(TenantId tenant, std::uint64_t after,
                                            std::size_t limit) {
  return impl_->read([&](Connection& from) { return read_list(from, tenant, after, limit); });
}

Result<std::optional<StoredCase>> Look::load(const CaseKey& key) {
  return impl_->read([&](Connection& from) { return read_case(from, key); });
}

Result<std::vector<JournalRow>> Look::journal(const CaseKey& key) {
  return impl_->read([&](Connection& from) { return read_journal(from, key, 1); });
}

Result<std::optional<DefinitionRow>> Look::definition(std::string_view hash) {
  return impl_->read([&](Connection& from) { return read_definition(from, hash); });
}

}  // namespace lianban::store
