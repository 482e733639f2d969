import Screen

/// Turns a canvas into what is to be sent, knowing what the terminal shows already: only the difference is.
struct Painter {
  /// Blanks that are cheaper to send than to erase.
  private static let blanksMin = 4
  /// Columns that are cheaper to send again than to jump over.
  private static let gapMax = 4

  private let capabilities: Capabilities
  private let depth: ColourDepth
  /// Columns that the C library gives to a scalar: where it measures otherwise than the canvas, terminals may too.
  private let measure: (Unicode.Scalar) -> Int

  private var theme: Theme?
  private var looks: [Look] = []
  private var shown: Canvas?
  private var look: Look?
  private var place: Canvas.Position?
  private var showsCursor: Bool?
  private var bytes: [UInt8] = []

  init(capabilities: Capabilities, depth: ColourDepth, measure: @escaping (Unicode.Scalar) -> Int) {
    self.capabilities = capabilities
    self.depth = depth
    self.measure = measure
  }

  /// Forgets what is shown, so that the next canvas is sent as a whole.
  mutating func forget() {
    (shown, look, place, showsCursor) = (nil, nil, nil, nil)
  }

  /// What makes the terminal show a canvas.
  mutating func paint(_ canvas: Canvas, theme: Theme) -> [UInt8] {
    bytes.removeAll(keepingCapacity: true)
    if theme != self.theme { use(theme) }
    if shown?.size != canvas.size { clear(canvas.size) }
    for y in 0..<canvas.size.height where shown?.row(y) != canvas.row(y) { paintRow(y, of: canvas) }
    if canvas.showsCursor != showsCursor {
      send(canvas.showsCursor ? capabilities.showCursor : capabilities.hideCursor)
      showsCursor = canvas.showsCursor
    }
    if let cursor = canvas.cursor, cursor != place { jump(to: cursor) }
    shown = canvas
    return bytes
  }

  private mutating func use(_ theme: Theme) {
    self.theme = theme
    looks = Role.allCases.flatMap { role in
      [false, true].map {
        Look(Style(role, reversed: $0), theme: theme, depth: depth, capabilities: capabilities)
      }
    }
    shown = nil
    look = nil
  }

  private mutating func clear(_ size: Size) {
    take(self.look(of: .blank))
    send(capabilities.clear)
    place = Canvas.Position(x: 0, y: 0)
    shown = canErase ? Canvas(size: size) : nil
  }

  // Erasing leaves the terminal's own background behind, unless it takes ours.
  private var canErase: Bool { theme?.background == nil || capabilities.erasesWithBackground }

  private func look(of cell: Cell) -> Look {
    looks[Int(cell.style.role.rawValue) * 2 + (cell.style.isReversed ? 1 : 0)]
  }

  private func isBlank(_ cell: Cell) -> Bool {
    cell.scalar == " " && cell.marks.isEmpty && look(of: cell).leavesBlanksAlone
  }

  private func isShown(_ cell: Cell, x: Int, y: Int) -> Bool {
    guard let shown else { return false }
    let old = shown[x, y]
    return old == cell || isBlank(old) && isBlank(cell)
  }

  private mutating func paintRow(_ y: Int, of canvas: Canvas) {
    let width = canvas.size.width
    var end = width
    while end > 0, isBlank(canvas[end - 1, y]) { end -= 1 }
    var x = 0
    while x < width {
      let cell = canvas[x, y]
      guard cell.width > 0, !isShown(cell, x: x, y: y) else {
        x += 1
        continue
      }
      move(to: Canvas.Position(x: x, y: y), on: canvas)
      if x >= end, width - x >= Painter.blanksMin, canErase, let erase = capabilities.eraseToEnd {
        if look?.leavesBlanksAlone != true { take(look(of: .blank)) }
        send(erase)
        return
      }
      put(cell, x: x, y: y, size: canvas.size)
      x += Int(cell.width)
    }
  }

  private mutating func put(_ cell: Cell, x: Int, y: Int, size: Size) {
    let isAtEdge = x + Int(cell.width) >= size.width
    if isAtEdge, y == size.height - 1, !capabilities.holdsAtCorner { return }
    if !isBlank(cell) || look?.leavesBlanksAlone != true { take(look(of: cell)) }
    if cell.scalar.isASCII, cell.marks.isEmpty {
      bytes.append(UInt8(truncatingIfNeeded: cell.scalar.value))
    } else {
      putUnusual(cell)
    }
    place?.x += Int(cell.width)
    // Behind the last column terminals put the cursor where they like, and they disagree about the width of what is not
    // one plain column: what follows is placed anew.
    if isAtEdge || cell.width > 1 || !cell.marks.isEmpty { place = nil }
  }

  private mutating func putUnusual(_ cell: Cell) {
    guard measure(cell.scalar) == Int(cell.width) else {
      for _ in 0..<cell.width { bytes.append(UInt8(ascii: "?")) }
      return
    }
    send(String(Character(cell.scalar)))
    for mark in cell.marks where measure(mark) == 0 { send(String(Character(mark))) }
  }

  // MARK: - The terminal's cursor and colours

  private mutating func move(to target: Canvas.Position, on canvas: Canvas) {
    if target == place { return }
    guard let from = place, from.y == target.y, from.x < target.x else { return jump(to: target) }
    let gap = from.x..<target.x
    if gap.count <= Painter.gapMax, gap.allSatisfy({ isRepeatable(canvas[$0, target.y]) }) {
      for x in gap { bytes.append(UInt8(truncatingIfNeeded: canvas[x, target.y].scalar.value)) }
      place = target
    } else if let right = capabilities.right {
      send(Capabilities.fill(right, gap.count))
      place = target
    } else {
      jump(to: target)
    }
  }

  private func isRepeatable(_ cell: Cell) -> Bool {
    guard cell.scalar.isASCII, cell.width == 1, cell.marks.isEmpty else { return false }
    return look == look(of: cell) || isBlank(cell) && look?.leavesBlanksAlone == true
  }

  private mutating func jump(to target: Canvas.Position) {
    send(Capabilities.fill(capabilities.place, target.y, target.x))
    place = target
  }

  private mutating func take(_ new: Look) {
    guard new != look else { return }
    if new.base != look?.base || new.foreground.isEmpty {
      send(capabilities.reset)
      send(new.base)
      send(new.foreground)
    } else {
      send(new.foreground)
    }
    look = new
  }

  private mutating func send(_ text: String) { bytes.append(contentsOf: text.utf8) }
}
