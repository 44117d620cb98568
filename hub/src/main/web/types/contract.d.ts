// What the hub's HTTP API answers, version 1: see the OpenAPI document of the hub. Times are UTC epoch milliseconds.

export type StateWord =
  | 'healthy'
  | 'degraded'
  | 'offline-unexpected'
  | 'back-filling'
  | 'offline-expected'
  | 'never-seen';

export interface Session {
  setupNeeded: boolean;
  user?: { name: string; role: string };
  csrf?: string;
  demo: boolean;
  version: string;
  hubBoot: string;
}

export interface Contract {
  kind: 'always-on' | 'daily' | 'usb' | 'calendar';
  /** As a person writes it. */
  text: string;
  everyMs?: number;
  graceMs?: number;
}

/** What a contract would mean; `mistake`: why it cannot be read, and then nothing else. */
export interface ReadContract {
  mistake?: string;
  text?: string;
  meaning?: string;
  nextContact?: number;
  state?: StateWord;
  reason?: string;
}

/** Fractions are 0..1, temp is in °C. */
export interface Latest {
  cpu?: number;
  mem?: number;
  disk?: number;
  temp?: number;
  [metric: string]: number | undefined;
}

export interface Site {
  id: string;
  name: string;
  region: string;
  state: StateWord;
  reason?: string;
  since?: number;
  seen?: number;
  dataTo?: number;
  filledTo?: number;
  contract: Contract;
  nextContact?: number;
  nodes: number;
  nodesSilent: number;
  backlogBytes?: number;
  finishAt?: number;
  version?: string;
  road?: 'mqtt' | 'usb';
  simulated: boolean;
  coordinates?: { lat: number; lon: number };
  contact?: string;
  latest?: Latest;
  zone?: string;
  alerts?: OpenAlerts;
  /** Of which of its nodes the hub takes nothing because of their privacy policy. */
  policyNotice?: string;
}

/** How many alerts are open; absent where none is. */
export interface OpenAlerts {
  critical: number;
  warning: number;
  info: number;
  acknowledged: number;
}

export interface Change {
  site: string;
  name: string;
  from: StateWord;
  to: StateWord;
  at: number;
}

export interface Visit {
  site: string;
  name: string;
  reason: string;
  since?: number;
  score: number;
  spare?: string;
  contact?: string;
  coordinates?: { lat: number; lon: number };
  recovered: boolean;
  nextContact?: number;
}

export interface Span {
  from: number;
  to: number;
}

/** `problem`: why the hub takes no batches now; `policyNotice`: of which nodes it takes none because of their privacy policy. */
export interface Hub {
  startedAt: number;
  downtime: Span[];
  problem?: string;
  policyNotice?: string;
}

export interface FleetBody {
  asOf: number;
  hub: Hub;
  counts: Partial<Record<StateWord, number>>;
  sites: Site[];
  changed: Change[];
  visits: Visit[];
}

export interface FleetDelta {
  asOf: number;
  counts: Partial<Record<StateWord, number>>;
  sites: Site[];
  changed: Change[];
  visits?: Visit[];
  hub?: Hub;
}

export interface Node {
  uid: string;
  name: string;
  role?: string;
  state: StateWord;
  reason?: string;
  seen?: number;
  dataTo?: number;
  filledTo?: number;
  version?: string;
  clock?: { quality: string; driftMs?: number; errorMs?: number };
  simulated: boolean;
  budget?: Budget;
  latest?: Latest;
  /** Days until the first summary would be lost, and until raw detail would give way; absent while unknown. */
  summaryDays?: number;
  rawDays?: number;
  /** When it keeps contact by its own setting, and how that differs from the contract. */
  contact?: string;
  contactDiffers?: string;
  /** Id of the privacy policy under which it makes its batches, and whether that is too early for the hub. */
  policy?: string;
  belowPolicy?: boolean;
}

/** The byte budget of a node's link, as it told last. */
export interface Budget {
  step: string;
  limitBytes: number;
  spentBytes: number;
  expectedBytes?: number;
  endsAt: number;
}

export type ContactKind = 'contact' | 'offline-expected' | 'offline-unexpected' | 'hub-down' | 'never-seen';

export interface ContactSpan extends Span {
  kind: ContactKind;
}

export interface Arrival {
  at: number;
  bytes: number;
  batches: number;
  road?: string;
  late: boolean;
}

export interface FleetEvent {
  at: number;
  arrivedAt?: number;
  node?: string;
  type: string;
  severity: string;
  text: string;
}

export interface Gap extends Span {
  node?: string;
  stream?: string;
  cause: string;
  batches?: number;
  samples?: number;
  lines?: number;
  events?: number;
}

export type SiteDetail = Omit<Site, 'nodes'> & {
  nodes: Node[];
  tags: string[];
  openAlerts: Alert[];
  timeline: ContactSpan[];
  arrivals: Arrival[];
  events: FleetEvent[];
  gaps: Gap[];
};

export interface Series {
  metric: string;
  labels: Record<string, string>;
  type: string;
  stat?: string;
  t: number[];
  v: (number | null)[];
}

export interface SeriesGap extends Span {
  cause: string;
}

export interface LateSpan extends Span {
  arrivedAt?: number;
  road?: string;
}

/** From here on a node went on with new hardware; `uid` is the agent of that before. */
export interface Replaced {
  at: number;
  uid: string;
}

export interface SeriesBody extends Span {
  step: number;
  series: Series[];
  coverage: number;
  gaps: SeriesGap[];
  late: LateSpan[];
  replaced: Replaced[];
}

export interface Pattern {
  id: string;
  template?: string;
  severity: string;
  count: number;
  spark: number[];
  firstSeen: number;
  lastSeen: number;
  sites: number;
  isNew: boolean;
  /** That its text was erased at this hub. */
  erased?: { at: number; by: string; examplesOnly: boolean };
}

/** What an erasure took out, and which backups may still hold it. */
export interface ErasedBody {
  patterns: number;
  batches: number;
  examples: number;
  backups: string[];
}

export interface PatternsBody extends Span {
  bucketMs: number;
  total: number;
  patterns: Pattern[];
}

export type PatternDetail = Pattern & {
  examples: { at: number; site: string; siteName: string; node?: string; text: string }[];
  sites: { id: string; name: string; count: number }[];
};

export interface SyncRow {
  id: string;
  name: string;
  state: string;
  backlogBytes: number;
  backlogBatches: number;
  bytesPerSecond: number;
  finishAt?: number;
  lastBatchAt?: number;
  road: string;
  refused: number;
  gaps: number;
  /** Days until the first summary would be lost, and until raw detail would give way; absent while unknown. */
  summaryDays?: number;
  rawDays?: number;
}

export interface SyncBody {
  total: number;
  from: number;
  waiting: number;
  backlogBytes: number;
  refused: number;
  gaps: number;
  sites: SyncRow[];
}

export interface Records {
  samples: number;
  lines: number;
  events: number;
}

/** What became of the records of one day and stream; `day` is a date, or `earlier`. */
export interface DayAccount {
  day: string;
  stream: string;
  collected: Records;
  delivered: Records;
  /** Minutes that a full ring lost, of which the hub has the hours. */
  coarse: Records;
  sentUnconfirmed: Records;
  held: Records;
  dropped: Record<string, Records>;
  refused: Records;
  balances: boolean;
}

export interface SyncNode {
  uid: string;
  name: string;
  backlogBytes: number;
  backlogBatches: number;
  bytesPerSecond: number;
  finishAt?: number;
  lastBatchAt?: number;
  summaryDays?: number;
  rawDays?: number;
  atHub: { batches: number; records: Records; refused: number; lost: number; missing: number };
  toldAt?: number;
  days: DayAccount[];
}

/** A counted loss, with a link of its own. */
export interface Loss {
  id: string;
  uid: string;
  node: string;
  stream: string;
  cause: string;
  from: number;
  to: number;
  firstBatch?: number;
  lastBatch?: number;
  batches: number;
  arrivedSince: number;
  records: Records;
  announcedAt: number;
}

export interface SiteSync {
  site: SyncRow;
  nodes: SyncNode[];
  gaps: Loss[];
}

export type AlertSeverity = 'critical' | 'warning' | 'info';

/** A rule and its severity, with the places where it strikes: `at` names the sites with the most. */
export interface AlertCause {
  rule: string;
  severity: AlertSeverity;
  summary: string;
  open: number;
  past: number;
  acknowledged: number;
  sites: number;
  nodes: number;
  newest: number;
  oldest: number;
  at: { id: string; name: string; episodes: number }[];
}

export interface AlertsBody {
  total: number;
  from: number;
  open: number;
  past: number;
  acknowledged: number;
  known: number;
  alerts: AlertCause[];
}

/** One stretch in which an alert was true. `overOnArrival`: it was over before the hub heard of it. */
export interface Alert {
  site: string;
  siteName: string;
  node: string;
  uid: string;
  rule: string;
  severity: AlertSeverity;
  labels: Record<string, string>;
  summary: string;
  description?: string;
  runbook?: string;
  value?: string;
  standing: 'open' | 'late' | 'end-unheard' | 'over';
  open: boolean;
  overOnArrival: boolean;
  since: number;
  firedAt?: number;
  arrivedAt: number;
  resolvedAt?: number;
  reason?: string;
  acknowledgedBy?: string;
  acknowledgedAt?: number;
  note?: string;
}

export interface EpisodesBody {
  rule: string;
  severity: AlertSeverity;
  total: number;
  from: number;
  episodes: Alert[];
}

export interface AuditEntry {
  at: number;
  actor: string;
  action: string;
  target?: string;
  result: string;
  from?: string;
}

export interface Token {
  id: string;
  name: string;
  role: string;
  createdAt: number;
  lastUsedAt?: number;
  expiresAt?: number;
}

export interface Backup {
  ended: number;
  overdue: boolean;
  schedule?: { to: string; everyMs: number; keep: number };
  running?: { file: string; bytes: number; written: number };
  good?: { to: string; name: string; at: number; lsn: number; bytes: number; written: number };
  failed?: { why: string; at: number };
  rollback?: { at: number; heard: number; had: number; agents: number };
}

export interface Command {
  id: string;
  type: string;
  by: string;
  orderedAt: number;
  endsAt: number;
  state: 'waiting' | 'sent' | 'answering' | 'done' | 'waits' | 'refused' | 'failed' | 'interrupted' | 'other' | 'cancelled' | 'expired';
  sentence: string;
  file?: string;
  partsHere: number;
  parts: number;
}

export interface Ticket {
  id: string;
  kind: 'series' | 'patterns' | 'lines';
  selector: string;
  patterns: string[];
  from: number;
  to: number;
  reason: string;
  by: string;
  orderedAt: number;
  endsAt: number;
  state: Command['state'];
  why?: string;
  sentence: string;
  records?: number;
  bytes?: number;
  until?: number;
  file?: string;
  verdict?: 'verified' | 'differs' | 'partial';
}

export interface Comparison {
  state: 'verified' | 'differs' | 'partial';
  sentence: string;
  hours: { at: number; state: string; minutes: number; compared: number; figures: number; summary: boolean }[];
  differences: { at: number; what: string; figure: string; raw?: number; told?: number }[];
}

export interface Agent {
  uid: string;
  site: string;
  node: string;
  role?: string;
  createdAt?: number;
  seen?: number;
  retired: boolean;
  simulated?: boolean;
  certificateEndsAt?: number;
  /** Id of the agent whose node this one continues. */
  replaces?: string;
}

export interface JoinCode {
  id: string;
  site: string;
  uses: number;
  used: number;
  madeAt?: number;
  endsAt: number;
  madeBy?: string;
  open: boolean;
  replaces?: string;
}

/** A card; `low` and `high` are bytes on a day, `own` what the agent wrote of `written`. */
export interface Card {
  node: string;
  device: string;
  kind: string;
  size: number;
  since: number;
  written: number;
  own?: number;
  life?: number;
  low?: number;
  high?: number;
  toldTo: number;
  word: string;
  sentence: string;
  earliest?: number;
  latest?: number;
}

export interface CardsBody extends Span {
  total: number;
  offset: number;
  cards: Card[];
}

/** Why a machine was started again; `lasted` is how many seconds it had been up before. */
export interface Boot {
  node: string;
  at: number;
  arrivedAt: number;
  cause: string;
  sure: string;
  text: string;
  lasted?: number;
}

export interface BootsBody extends Span {
  total: number;
  offset: number;
  boots: Boot[];
}

/** Bytes, or cores; what is not told is absent. */
export interface Use {
  used?: number;
  request?: number;
  limit?: number;
}

export interface Pod {
  namespace: string;
  pod: string;
  node?: string;
  state: string;
  well: boolean;
  gone: boolean;
  restarts: number;
  oomKills: number;
  memory: Use;
  memoryOfLimit?: number;
  cpu: Use;
  lastExit?: string;
  startedAt?: number;
  toldTo: number;
}

export interface PodsBody extends Span {
  known: number;
  total: number;
  offset: number;
  ill: number;
  gone: number;
  restarts: number;
  oomKills: number;
  leftOut: number;
  cluster: boolean;
  namespaces: string[];
  nodes: string[];
  pods: Pod[];
}

export interface Workload {
  kind: string;
  namespace: string;
  name: string;
  wanted?: number;
  ready?: number;
  updated?: number;
  state: string;
  reason: string;
  unmovedSince?: number;
}

export interface WorkloadsBody extends Span {
  known: number;
  total: number;
  offset: number;
  ill: number;
  leftOut: number;
  namespaces: string[];
  workloads: Workload[];
}

/** The true value lies from `low` to `high`, or beyond the last bound where there is no `high`; seconds. */
export interface Quantile {
  value: number;
  low: number;
  high?: number;
  /** As a share of the true value, where a sketch tells it. */
  error?: number;
}

/** `values`, and in a course the lists of `v`, are in the order of the shares that were asked for. */
export interface Distribution {
  labels: Record<string, string>;
  count: number;
  values: number[];
  t?: number[];
  counts?: number[];
  v?: number[][];
}

export interface DistributionsBody extends Span {
  metric: string;
  relativeError: number;
  quantiles: number[];
  nodes: number;
  nodesLeftOut: number;
  leftOut: number;
  missing: Span[];
  empty: Span[];
  distributions: Distribution[];
}

export interface Service {
  namespace: string;
  service: string;
  source: string;
  rate: number;
  errors?: number;
  refused?: number;
  timed: boolean;
  mean?: number;
  p50?: Quantile;
  p95?: Quantile;
  p99?: Quantile;
}

export interface ServicesBody extends Span {
  step: number;
  folded: number;
  leftOut: number;
  services: Service[];
}

export interface ServiceLines extends Span {
  step: number;
  series: { stat: string; t: number[]; v: (number | null)[] }[];
}

export interface Worst {
  namespace: string;
  service: string;
  value: number;
}

/** What nobody tells is absent. */
export interface SignalsBody extends Span {
  services: number;
  latency?: { p95: Quantile; worst?: Worst };
  traffic?: number;
  errors?: { share: number; worst?: Worst };
  saturation?: { node: string; resource: string; share: number };
}

/** A file system of a node (`place`), or the volume of a claim, and until when there is room. */
export interface Disk {
  node: string;
  claim?: string;
  place?: string;
  size: number;
  free: number;
  toldTo: number;
  word: string;
  sentence: string;
  earliest?: number;
  latest?: number;
}

export interface DisksBody extends Span {
  total: number;
  offset: number;
  soon: number;
  leftOut: number;
  disks: Disk[];
}

/** Bytes, or cores; what is not told is absent. */
export interface ResourceRequest {
  request?: number;
  limit?: number;
  used: { usual: number; high: number; most: number };
  advised?: number;
}

/** A container in all pods of a workload. */
export interface RequestRow {
  kind: string;
  namespace: string;
  workload: string;
  container: string;
  pods: number;
  hours: number;
  memory: ResourceRequest;
  cpu: ResourceRequest;
  word: string;
  sentence: string;
}

export interface RequestsBody extends Span {
  known: number;
  total: number;
  offset: number;
  untold: number;
  leftOut: number;
  memory: { asked: number; unused: number };
  cpu: { asked: number; unused: number };
  namespaces: string[];
  rows: RequestRow[];
}

/** Something that happened at a site, by the time it happened; `until` where it is known that it ended. */
export interface Happening {
  at: number;
  arrivedAt?: number;
  until?: number;
  kind: string;
  severity: string;
  node?: string;
  namespace?: string;
  object?: string;
  reason?: string;
  text: string;
  count?: number;
}

export interface HappeningsBody extends Span {
  total: number;
  offset: number;
  cut: boolean;
  kinds: Record<string, number>;
  namespaces: string[];
  happenings: Happening[];
}

export interface ReleaseFile {
  path: string;
  sha256: string;
  bytes: number;
}

/** A version that agents can be taken to; `key` is the fingerprint of the key that signed it. */
export interface Release {
  version: string;
  key: string;
  addedAt: number;
  by: string;
  bytes: number;
  files: ReleaseFile[];
  whole: boolean;
}

/** `version` is empty for agents that never told theirs. */
export interface VersionCount {
  version: string;
  agents: number;
  connected: number;
}

/** `upTo` is the percentage that it and those before it reach; the canary's has none. */
export interface Wave {
  wave: number;
  upTo?: number;
  agents: number;
  states: Record<string, number>;
}

export interface Rollout {
  no: number;
  version: string;
  by: string;
  startedAt: number;
  state: string;
  reason: string;
  since: number;
  wave: number;
  waveSince: number;
  healthyMs: number;
  failPercent: number;
  reachMs: number;
  waves: Wave[];
}

export interface Updates {
  releases: Release[];
  versions: VersionCount[];
  rollouts: Rollout[];
}

/** An agent of a rollout; `site` is empty if it is retired. */
export interface RolloutAgent {
  uid: string;
  site: string;
  siteName: string;
  node: string;
  wave: number;
  state: string;
  since: number;
  sentence: string;
  from: string;
  version: string;
}

export interface RolloutAgents {
  total: number;
  offset: number;
  agents: RolloutAgent[];
}

/** A plan of the system upgrade controller; `version` is empty while it is not known. */
export interface UpgradePlan {
  name: string;
  version: string;
  applying: number;
  failed: boolean;
  complete: boolean;
}

export interface UpgradeRow {
  id: string;
  name: string;
  word: string;
  reason: string;
  versions: string[];
  skew?: number;
  nodes: number;
  certificateEnds?: number;
  budgets: string[];
  snapshotAt?: number;
  plans: UpgradePlan[];
  toldAt?: number;
}

export interface UpgradesBody {
  total: number;
  offset: number;
  words: Record<string, number>;
  sites: UpgradeRow[];
}
