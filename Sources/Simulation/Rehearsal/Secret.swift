/// A secret that random herds keep in their guests' configurations, and that nobody may ever read elsewhere.
public enum Secret {
  /// Its text, found nowhere else.
  public static let canary = "c4n4ry-0f-4-s3cr3t"

  /// Whether a text gives it away.
  public static func isIn(_ text: String) -> Bool {
    let wanted = Array(canary.utf8)
    var text = text
    return text.withUTF8 { bytes in
      guard bytes.count >= wanted.count else { return false }
      return (0...bytes.count - wanted.count).contains { start in
        bytes[start] == wanted[0] && bytes[start..<start + wanted.count].elementsEqual(wanted)
      }
    }
  }
}
