-- Amounts are cents, instants milliseconds since 1970, UTC.
CREATE TABLE IF NOT EXISTS trades (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  outTradeNo TEXT NOT NULL UNIQUE,
  tradeNo TEXT NOT NULL UNIQUE,
  subject TEXT NOT NULL,
  amount INTEGER NOT NULL CHECK (amount > 0),
  refunded INTEGER NOT NULL DEFAULT 0 CHECK (refunded BETWEEN 0 AND amount),
  status TEXT NOT NULL CHECK (status IN ('WAIT_BUYER_PAY', 'TRADE_SUCCESS', 'TRADE_CLOSED')),
  createdAt INTEGER NOT NULL,
  expiresAt INTEGER NOT NULL,
  paidAt INTEGER,
  closedAt INTEGER,
  notifyUrl TEXT,
  passbackParams TEXT,
  CHECK (refunded = 0 OR paidAt IS NOT NULL),
  CHECK ((status = 'TRADE_SUCCESS') <= (paidAt IS NOT NULL)),
  CHECK ((status = 'TRADE_CLOSED') = (closedAt IS NOT NULL))
) STRICT;

CREATE TABLE IF NOT EXISTS refunds (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  tradeId INTEGER NOT NULL REFERENCES trades (id),
  outRequestNo TEXT NOT NULL,
  amount INTEGER NOT NULL CHECK (amount > 0),
  reason TEXT,
  at INTEGER NOT NULL,
  UNIQUE (tradeId, outRequestNo)
) STRICT;

-- Due until taken or given up.
CREATE TABLE IF NOT EXISTS notifications (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  tradeId INTEGER NOT NULL REFERENCES trades (id),
  notifyId TEXT NOT NULL,
  url TEXT NOT NULL,
  content TEXT NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  due INTEGER,
  takenAt INTEGER
) STRICT;

CREATE INDEX IF NOT EXISTS notificationsDue ON notifications (due) WHERE due IS NOT NULL;
