/// A value such as `nfs-ct:101/vm-101-disk-1.raw,mp=/config,size=16G`: properties, of which the first may lack its key.
struct PropertyString {
  private var first: String?
  private var properties: [(key: Substring, value: Substring)] = []

  init(_ text: String) {
    for (index, part) in text.split(separator: ",", omittingEmptySubsequences: false).enumerated() {
      if let (key, value) = part.cut(at: "="), !key.contains("/"), !key.contains(":") {
        properties.append((key, value))
      } else if index == 0 {
        first = String(part)
      }
    }
  }

  subscript(key: String) -> String? { properties.last { $0.key == key }.map { String($0.value) } }

  /// Values of all properties that have a key.
  var values: [String] { properties.map { String($0.value) } }

  /// The property that may stand first without its key.
  func leading(_ key: String) -> String? { first ?? self[key] }

  func isSet(_ key: String) -> Bool { self[key].map(PropertyString.isTrue) ?? false }

  /// Proxmox writes 1, and reads all of these.
  static func isTrue(_ text: String) -> Bool { ["1", "on", "yes", "true"].contains(text.lowercased()) }

  /// Bytes of a size such as `528K`, `16G`, `8T`.
  static func bytes(_ size: String) -> Int64? {
    let units: [Character: Int64] = ["K": 1 << 10, "M": 1 << 20, "G": 1 << 30, "T": 1 << 40]
    let factor = size.last.flatMap { units[$0] }
    guard let number = Double(factor == nil ? size[...] : size.dropLast()), number >= 0 else { return nil }
    return Int64(exactly: (number * Double(factor ?? 1)).rounded())
  }
}
