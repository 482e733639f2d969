import FoundationEssentials
import Glibc
import Testing

@testable import Simulation

struct LabDirectoryTests {
  @Test func `the usual place is the user's runtime directory, or one in tmp that names the user`() {
    #expect(LabDirectory.usual(runtimeDirectory: "/run/user/7", user: 7).path == "/run/user/7/herdmon-lab")
    #expect(LabDirectory.usual(runtimeDirectory: nil, user: 7).path == "/tmp/herdmon-lab-7")
    #expect(LabDirectory.usual(runtimeDirectory: "", user: 7).path == "/tmp/herdmon-lab-7")
  }

  @Test func `a relative path counts from here and trailing slashes do not`() {
    #expect(LabDirectory(path: "/a/b//").path == "/a/b")
    #expect(LabDirectory(path: "lab").path.hasPrefix("/"))
    #expect(LabDirectory(path: "lab").path.hasSuffix("/lab"))
  }

  @Test func `a symbolic link in place of the directory is refused`() throws {
    let path = "/tmp/herdmon-lab-link-\(getpid())"
    #expect(symlink("/tmp", path) == 0)
    defer { unlink(path) }
    #expect(throws: LabError.self) { try LabDirectory(path: path).prepare() }
  }

  @Test func `the lock is one holder's until it is released`() throws {
    let directory = LabDirectory(path: "/tmp/herdmon-lab-lock-\(getpid())")
    #expect(try directory.prepare())
    defer { try? FileManager.default.removeItem(atPath: directory.path) }
    let first = try #require(try LabLock.take(directory))
    first.note(holder: 4711)
    #expect(try LabLock.take(directory) == nil)
    #expect(LabLock.holder(directory) == 4711)
    first.release()
    // A process that some other test is starting just now has it as well, until its program begins.
    var second: LabLock?
    for _ in 0..<1000 where second == nil {
      second = try LabLock.take(directory)
      if second == nil { usleep(10_000) }
    }
    try #require(second).release()
  }

  @Test func `free ports lie below those of outgoing connections, and a port in use is not free`() throws {
    let ports = try #require(FreePorts.find(3, from: 65_000))
    #expect(Set(ports).count == 3)
    #expect(ports.allSatisfy { (22_000...31_999).contains($0) })
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(listener) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = ports[0].bigEndian
    let isBound = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(listener, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
      }
    }
    #expect(isBound)
    #expect(listen(listener, 1) == 0)
    #expect(!FreePorts.isFree(ports[0]))
  }
}
