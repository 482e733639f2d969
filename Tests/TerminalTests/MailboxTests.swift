import Glibc
import Testing

@testable import Terminal

@Suite struct MailboxTests {
  private func isReadable(_ descriptor: Int32) -> Bool {
    var wait = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    return poll(&wait, 1, 0) == 1
  }

  @Test func `what is left wakes the reader until it is taken`() {
    let mailbox = Mailbox<Int>()
    #expect(!isReadable(mailbox.descriptor))
    mailbox.post(1)
    mailbox.post(2)
    #expect(isReadable(mailbox.descriptor))
    #expect(mailbox.takeAll().values == [1, 2])
    #expect(!isReadable(mailbox.descriptor))
    #expect(mailbox.takeAll().values.isEmpty)
    mailbox.post(3)
    #expect(isReadable(mailbox.descriptor))
  }

  @Test func `of many writers at once nothing is lost`() async {
    let mailbox = Mailbox<Int>()
    await withTaskGroup(of: Void.self) { group in
      for writer in 0..<8 {
        group.addTask { for number in 0..<500 { mailbox.post(writer * 500 + number) } }
      }
    }
    #expect(mailbox.takeAll().values.sorted() == Array(0..<4000))
  }

  @Test func `a reader that falls behind loses only what is expendable`() {
    let mailbox = Mailbox<Int>(limit: 100) { $0 < 0 ? .expendable : .kept }
    for number in 1...500 {
      mailbox.post(-number)
      if number % 100 == 0 { mailbox.post(number) }
    }
    let mail = mailbox.takeAll()
    #expect(mail.values.filter { $0 > 0 } == [100, 200, 300, 400, 500])
    #expect(mail.values.count { $0 < 0 } + mail.dropped == 500)
    #expect(mail.values.count <= 105)
    #expect(mailbox.takeAll().dropped == 0)
  }

  @Test func `of what only counts when new, the newest stays, in its place`() {
    let mailbox = Mailbox<Int>(limit: 4) { $0 < 0 ? .newestOnly : .expendable }
    for number in 1...50 {
      mailbox.post(-number)
      mailbox.post(number)
    }
    mailbox.post(-51)
    let values = mailbox.takeAll().values
    #expect(values.filter { $0 < 0 } == [-51])
    #expect(values.last == -51)
    #expect(values.count <= 5)
  }
}
