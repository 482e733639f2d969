/// A colour by its red, green and blue.
public struct RGB: Hashable, Sendable {
  /// Red, 0 to 255.
  public let red: UInt8
  /// Green, 0 to 255.
  public let green: UInt8
  /// Blue, 0 to 255.
  public let blue: UInt8

  /// A colour by its parts.
  public init(_ red: UInt8, _ green: UInt8, _ blue: UInt8) {
    self.red = red
    self.green = green
    self.blue = blue
  }

  /// A colour by the number `0xRRGGBB`.
  init(_ number: UInt32) { self.init(UInt8(number >> 16 & 0xFF), UInt8(number >> 8 & 0xFF), UInt8(number & 0xFF)) }

  /// Reads `#rrggbb`.
  public init?(hex: String) {
    let digits = hex.utf8.dropFirst()
    guard hex.hasPrefix("#"), digits.count == 6, digits.allSatisfy({ $0 < 0x80 }),
      let number = UInt32(hex.dropFirst(), radix: 16), hex.dropFirst().first != "+"
    else { return nil }
    self.init(number)
  }

  /// The colour with each part multiplied.
  func scaled(_ factor: Double) -> RGB {
    func part(_ value: UInt8) -> UInt8 { UInt8((Double(value) * factor).clamped(to: 0...255)) }
    return RGB(part(red), part(green), part(blue))
  }

  /// The colour on its way to white.
  func lightened(_ part: Double) -> RGB {
    func mixed(_ value: UInt8) -> UInt8 { UInt8((Double(value) + (255 - Double(value)) * part).clamped(to: 0...255)) }
    return RGB(mixed(red), mixed(green), mixed(blue))
  }

  fileprivate func distance(to other: RGB) -> Int {
    let (dr, dg, db) = (
      Int(red) - Int(other.red), Int(green) - Int(other.green), Int(blue) - Int(other.blue)
    )
    // The eye tells greens apart best and blues worst.
    return 3 * dr * dr + 4 * dg * dg + 2 * db * db
  }
}

/// The fixed colours of terminals.
enum Palette {
  /// The nearest of the 240 colours of the 256 that every terminal shows alike.
  static func nearest256(_ color: RGB) -> Int {
    (16..<256).min { color.distance(to: entry($0)) < color.distance(to: entry($1)) } ?? 15
  }

  /// The nearest of the 16 colours, as terminals usually show them.
  static func nearest16(_ color: RGB) -> Int {
    basic.indices.min { color.distance(to: basic[$0]) < color.distance(to: basic[$1]) } ?? 7
  }

  private static let basic = [
    RGB(0, 0, 0), RGB(205, 0, 0), RGB(0, 205, 0), RGB(205, 205, 0), RGB(0, 0, 238), RGB(205, 0, 205),
    RGB(0, 205, 205), RGB(229, 229, 229), RGB(127, 127, 127), RGB(255, 0, 0), RGB(0, 255, 0), RGB(255, 255, 0),
    RGB(92, 92, 255), RGB(255, 0, 255), RGB(0, 255, 255), RGB(255, 255, 255),
  ]

  static func entry(_ number: Int) -> RGB {
    guard number < 232 else {
      let grey = UInt8(8 + 10 * (number - 232))
      return RGB(grey, grey, grey)
    }
    let steps: [UInt8] = [0, 95, 135, 175, 215, 255]
    let cube = number - 16
    return RGB(steps[cube / 36], steps[cube / 6 % 6], steps[cube % 6])
  }
}
