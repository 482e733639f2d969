import LabWire
import Testing

struct LabWireTests {
  @Test(arguments: [
    LabRequest.run(host: "pve1", line: "pct list; echo 'ünï \u{1F404}'"), .run(host: "", line: ""), .groundTruth, .end,
  ])
  func `a request reads once it is whole, and not a byte before`(_ request: LabRequest) {
    let bytes = request.bytes
    for count in bytes.indices { #expect(LabRequest.read(Array(bytes[..<count])) == .unfinished) }
    #expect(LabRequest.read(bytes) == .whole(request))
  }

  @Test func `what is no request is refused at once`() {
    #expect(LabRequest.read(Array("GET / HTTP/1.1".utf8)) == .garbled)
    #expect(LabRequest.read(Array("SSH-2.0".utf8)) == .garbled)
    #expect(LabRequest.read([UInt8(ascii: "R"), 255, 255, 255, 255]) == .garbled)
  }

  @Test func `frames read the same in whatever pieces they come`() {
    let frames: [LabFrame] = [
      .output(Array("one\n".utf8)), .errors([0, 255]), .output([]), .status(-1), .signal("KILL"), .cut,
    ]
    let bytes = frames.flatMap(\.bytes)
    for size in 1...bytes.count {
      var reader = LabFrameReader()
      var seen: [LabFrame] = []
      for start in stride(from: 0, to: bytes.count, by: size) {
        seen += reader.read(bytes[start..<min(start + size, bytes.count)])
      }
      #expect(seen == frames)
    }
  }
}
