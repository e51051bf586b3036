#include "core/snapshot/snapshot.hpp"

namespace skylt {
namespace {

class StringBlob : public Blob {
 public:
  explicit StringBlob(std::string bytes) : bytes_{std::move(bytes)} {}
  std::span<const std::byte> bytes() const override { return std::as_bytes(std::span{bytes_}); }

 private:
  std::string bytes_;
};

}  // namespace

std::string_view Blob::text() const {
  const auto all = bytes();
  return {reinterpret_cast<const char*>(all.data()), all.size()};
}

BlobPtr make_blob(std::string bytes) { return std::make_shared<StringBlob>(std::move(bytes)); }

}  // namespace skylt
