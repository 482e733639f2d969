import Glibc

/// One address to connect to.
struct SocketAddress: Sendable, Hashable {
  /// A `sockaddr` of any family.
  var bytes: [UInt8]
  var family: Int32
  /// As numbers, for messages.
  var text: String
}

/// Turns a configured address into socket addresses.
enum NameLookup {
  enum Outcome: Sendable, Hashable {
    case found([SocketAddress])
    case failed(String)
  }

  /// Addresses of a name. Blocks as long as the resolver does, unless it is asked for numbers only.
  /// - Parameter numeric: take nothing but an IP address.
  static func addresses(of name: String, port: UInt16, numeric: Bool = false) -> Outcome {
    var hints = addrinfo()
    hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    hints.ai_flags = AI_NUMERICSERV | (numeric ? AI_NUMERICHOST : 0)
    var list: UnsafeMutablePointer<addrinfo>?
    let rc = getaddrinfo(name, String(port), &hints, &list)
    defer { if let list { freeaddrinfo(list) } }
    guard rc == 0 else {
      return .failed(rc == EAI_SYSTEM ? SmallFile.reason(errno) : String(cString: gai_strerror(rc)))
    }
    var found: [SocketAddress] = []
    var next = list
    while let entry = next?.pointee {
      next = entry.ai_next
      guard let address = entry.ai_addr else { continue }
      let bytes = Array(UnsafeRawBufferPointer(start: address, count: Int(entry.ai_addrlen)))
      let text = numbers(of: address, length: entry.ai_addrlen)
      found.append(SocketAddress(bytes: bytes, family: entry.ai_family, text: text))
    }
    return found.isEmpty ? .failed("no address") : .found(found)
  }

  private static func numbers(of address: UnsafePointer<sockaddr>, length: socklen_t) -> String {
    var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
    let rc = getnameinfo(address, length, &text, socklen_t(text.count), nil, 0, NI_NUMERICHOST)
    return rc == 0 ? String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self) : "?"
  }
}
