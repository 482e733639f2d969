import Glibc

/// Ports of the loopback that nobody listens on.
enum FreePorts {
  /// Below the range that Linux takes for outgoing connections: while a simulated node boots, no client may be given
  /// its port by chance.
  static let range: ClosedRange<UInt16> = 22_000...31_999

  /// Finds `count` ports that are free now.
  /// - Parameter first: where the search begins; different for each process, so that labs seldom meet.
  static func find(_ count: Int, from first: UInt16) -> [UInt16]? {
    let width = range.upperBound - range.lowerBound + 1
    var found: [UInt16] = []
    for step in 0..<width where found.count < count {
      let port = range.lowerBound + (first % width + step) % width
      if isFree(port) { found.append(port) }
    }
    return found.count == count ? found : nil
  }

  static func isFree(_ port: UInt16) -> Bool {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    // As sshd does: a connection that ended a moment ago does not make its port taken.
    var yes: Int32 = 1
    setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr = in_addr(s_addr: UInt32(0x7F00_0001).bigEndian)
    return withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
      }
    }
  }
}
