import Screen

/// A report of the mouse as terminals write it (mode 1006): `ESC [ <` BUTTON `;` COLUMN `;` ROW, and `M` or `m`.
struct MouseReport {
  /// What one more character makes of it.
  enum Step: Equatable {
    case more
    /// It is complete; nil for what nobody asked for, such as a button that is let go.
    case done(MouseEvent?)
    /// It is none.
    case broken
  }

  private static let wheelLines = 3
  // More than any terminal has columns.
  private static let numberMax = 9999

  private var numbers = [0]

  /// Takes the next character after `ESC [ <`.
  mutating func take(_ scalar: Unicode.Scalar) -> Step {
    switch scalar {
    case "0"..."9":
      let number = numbers[numbers.count - 1] * 10 + Int(scalar.value) - 0x30
      guard number <= MouseReport.numberMax else { return .broken }
      numbers[numbers.count - 1] = number
      return .more
    case ";" where numbers.count < 3:
      numbers.append(0)
      return .more
    case "m" where numbers.count == 3: return .done(nil)
    case "M" where numbers.count == 3: return .done(event)
    default: return .broken
    }
  }

  private var event: MouseEvent? {
    switch numbers[0] {
    case 0: .click(x: numbers[1] - 1, y: numbers[2] - 1)
    case 64: .wheel(lines: -MouseReport.wheelLines)
    case 65: .wheel(lines: MouseReport.wheelLines)
    default: nil
    }
  }
}
