import { asksItsDiskAtBoot } from './edges/asks-its-disk-at-boot.ts';
import { builtinDevice, builtinEdge } from '../../sim/builtin/index.ts';
import type { DeviceFactory, EdgeFactory } from '../../ports/index.ts';
import type { InvariantName } from '../../sim/check/index.ts';
import type { Canary } from './canary.ts';
import { plainDevice } from './plain-device.ts';
import { plainEdge } from './plain-edge.ts';
import { comesLaterThanItSays } from './devices/comes-later-than-it-says.ts';
import { countsOnALaterSync } from './edges/counts-on-a-later-sync.ts';
import { edgeBefore } from './edges/edge-before.ts';
import { countsInSixteenBits } from './devices/counts-in-sixteen-bits.ts';
import { countsPastItsEnd } from './devices/counts-past-its-end.ts';
import { countsRetriesFromOne } from './devices/counts-retries-from-one.ts';
import { exhaustedAtOnce } from './devices/exhausted-at-once.ts';
import { firesAndForgets } from './devices/fires-and-forgets.ts';
import { flushesWhenOneGetsThrough } from './devices/flushes-when-one-gets-through.ts';
import { forgetsItsOutbox } from './devices/forgets-its-outbox.ts';
import { givesUpInSilence } from './devices/gives-up-in-silence.ts';
import { hasAFileForEachInstant } from './devices/has-a-file-for-each-instant.ts';
import { ignoresZero } from './devices/ignores-zero.ts';
import { ignoresRetryAfter } from './devices/ignores-retry-after.ts';
import { keepsTheLast100, keepsTheLast1000 } from './devices/keeps-the-last.ts';
import { makesUpForLostTime } from './devices/makes-up-for-lost-time.ts';
import { handsAMonthToATimer } from './devices/hands-a-month-to-a-timer.ts';
import { makesNanOfDates } from './devices/makes-nan-of-dates.ts';
import { diesOfAFullDisk } from './devices/dies-of-a-full-disk.ts';
import { forgetsTheDirectory } from './devices/forgets-the-directory.ts';
import { numbersByTheSecond } from './devices/numbers-by-the-second.ts';
import { rewritesItsFile } from './devices/rewrites-its-file.ts';
import { takesBeforeItSyncs } from './devices/takes-before-it-syncs.ts';
import { neverSyncs } from './devices/never-syncs.ts';
import { numbersEachAttempt } from './devices/numbers-each-attempt.ts';
import { overfillsItsOutbox } from './devices/overfills-its-outbox.ts';
import { parsesDatesWithoutAZone } from './devices/parses-dates-without-a-zone.ts';
import { parsesWhateverComes } from './devices/parses-whatever-comes.ts';
import { resetsItsSequence } from './devices/resets-its-sequence.ts';
import { parksAfterAMonth } from './devices/parks-after-a-month.ts';
import { readsDatesAsLocal } from './devices/reads-dates-as-local.ts';
import { dropsWhatItParks } from './devices/drops-what-it-parks.ts';
import { neverTakesUpWhatItParks } from './devices/never-takes-up-what-it-parks.ts';
import { parksAndSendsAtOnce } from './devices/parks-and-sends-at-once.ts';
import { retriesForEver } from './devices/retries-for-ever.ts';
import { retriesOnly503, retriesOnlyWhatIsListed } from './devices/retries-only.ts';
import { retriesTooEarly } from './devices/retries-too-early.ts';
import { retriesWhatIsNotOk } from './devices/retries-what-is-not-ok.ts';
import { racesItsTimeouts } from './devices/races-its-timeouts.ts';
import { sendsWhatItCannotKeep } from './devices/sends-what-it-cannot-keep.ts';
import { skipsWhatItCannotRead } from './devices/skips-what-it-cannot-read.ts';
import { sendsAgainToBeSure } from './devices/sends-again-to-be-sure.ts';
import { sendsTwiceAtOnce } from './devices/sends-twice-at-once.ts';
import { makesAnAgentForEach } from './devices/makes-an-agent-for-each.ts';
import { keepsDeadConnections } from './devices/keeps-dead-connections.ts';
import { resendsOverANewConnection } from './devices/resends-over-a-new-connection.ts';
import { sharesABuffer } from './devices/shares-a-buffer.ts';
import { shiftsItsDelay } from './devices/shifts-its-delay.ts';
import { hedgesItsRequests } from './devices/hedges-its-requests.ts';
import { staysOffline } from './devices/stays-offline.ts';
import { takes503ForPermanent } from './devices/takes-503-for-permanent.ts';
import { takesAll4xxForPermanent } from './devices/takes-all-4xx-for-permanent.ts';
import { takesAny2xx } from './devices/takes-any-2xx.ts';
import { takesAnyEcho } from './devices/takes-any-echo.ts';
import { takesAnyEchoOfItsOwn } from './devices/takes-any-echo-of-its-own.ts';
import { waitsForTheEnd } from './devices/waits-for-the-end.ts';
import { followsRedirects } from './devices/follows-redirects.ts';
import { takesRedirectsForDone } from './devices/takes-redirects-for-done.ts';
import { takesSilenceForConsent } from './devices/takes-silence-for-consent.ts';
import { takesUp100, takesUp1000 } from './devices/takes-up-a-page.ts';
import { throwsAwayTheOld } from './devices/throws-away-the-old.ts';
import { takesA207ForDone } from './devices/takes-a-207-for-done.ts';
import { halvesWithoutTheMiddle } from './devices/halves-without-the-middle.ts';
import { throwsABatchAway } from './devices/throws-a-batch-away.ts';
import { countsTheBody, timesOnlyTheHead } from './devices/times-only-the-head.ts';
import { waitsByUptime } from './devices/waits-by-uptime.ts';
import { waitsByWallClock } from './devices/waits-by-wall-clock.ts';
import { waitsThreeTimes } from './devices/waits-three-times.ts';
import { waitsThreeTimesInTheEnd } from './devices/waits-three-times-in-the-end.ts';
import { waitsWithoutJitterOrLog } from './devices/waits-without-jitter-or-log.ts';
import { waitsWithoutJitter } from './devices/waits-without-jitter.ts';
import { breaksByWallClock } from './devices/breaks-by-wall-clock.ts';
import { goesOnObeying } from './devices/goes-on-obeying.ts';
import {
  takesMillisecondsForSeconds,
  takesSecondsForMilliseconds,
  takesThePastForAWait,
  waitsForHalfAMinuteAtMost,
} from './devices/misreads-retry-after.ts';
import { keepsItsHeartbeats } from './devices/keeps-its-heartbeats.ts';
import { keepsItsPlaceOnAnError } from './devices/keeps-its-place-on-an-error.ts';
import { keepsItsTrial } from './devices/keeps-its-trial.ts';
import { movesWhatIsSent } from './devices/moves-what-is-sent.ts';
import { neverClearsItsTimeout } from './devices/never-clears-its-timeout.ts';
import { numbersFromItsClock } from './devices/numbers-from-its-clock.ts';
import { takesUpToday } from './devices/takes-up-today.ts';
import { soon, takesTheFirstOff } from './devices/takes-the-first-off.ts';
import { answersForTheFirst, looksBeforeTheFirst } from './edges/answers-for-the-first.ts';
import { answersInAWord } from './edges/answers-in-a-word.ts';
import { answersWithoutStoring } from './edges/answers-without-storing.ts';
import { awaitsAFile, awaitsAThread, awaitsATurn } from './edges/awaits-in-between.ts';
import { beginsEachDayAnew } from './edges/begins-each-day-anew.ts';
import { behindACaptivePortal } from './edges/behind-a-captive-portal.ts';
import { cachesIts503 } from './edges/caches-its-503.ts';
import { checksThenActs } from './edges/checks-then-acts.ts';
import { claimsBeforeCommit } from './edges/claims-before-commit.ts';
import { claimsByTheTimeOfDay } from './edges/claims-by-the-time-of-day.ts';
import { claimsOutliveTheirOwner } from './edges/claims-outlive-their-owner.ts';
import {
  comparesChecksums,
  comparesHashes,
  comparesNamesAsNumbers,
  comparesSlugs,
  comparesTheFirst32Letters,
  comparesWithoutCase,
} from './edges/compares-names-loosely.ts';
import { compactsInOneSync } from './edges/compacts-in-one-sync.ts';
import { comparesTimestamps } from './edges/compares-timestamps.ts';
import { countsWhomItRefused } from './edges/counts-whom-it-refused.ts';
import { countsDuplicatesAsAccepted } from './edges/counts-duplicates-as-accepted.ts';
import { dropsItsQueueAtAStop } from './edges/drops-its-queue-at-a-stop.ts';
import { dropsBehindItsAnswer } from './edges/drops-behind-its-answer.ts';
import { failsForGood } from './edges/fails-for-good.ts';
import { datesItsRetryAfter } from './edges/dates-its-retry-after.ts';
import { finishesTheUnfinished } from './edges/finishes-the-unfinished.ts';
import { forgetsByMessageTime } from './edges/forgets-by-message-time.ts';
import { forgetsByWallClock } from './edges/forgets-by-wall-clock.ts';
import {
  forgetsItsListeners,
  forgetsItsListenersInSilence,
  forgetsItsListenersOfMany,
  forgetsItsListenersOfTheProcess,
} from './edges/forgets-its-listeners.ts';
import { forgetsItsTickers } from './edges/forgets-its-tickers.ts';
import { forgetsItsWatchdogs } from './edges/forgets-its-watchdogs.ts';
import { forgetsKeysTooSoon } from './edges/forgets-keys-too-soon.ts';
import { forgetsToCountInvalid } from './edges/forgets-to-count-invalid.ts';
import { goesByAddresses } from './edges/goes-by-addresses.ts';
import { hasTwoColumns } from './edges/has-two-columns.ts';
import { joinsItsKey } from './edges/joins-its-key.ts';
import { keepsAHighWaterMark } from './edges/keeps-a-high-water-mark.ts';
import {
  keepsNumbersIn16Bits,
  keepsNumbersIn32Bits,
  keepsNumbersIn8Bits,
  knowsNumbersBy16Bits,
  knowsNumbersBy32Bits,
} from './edges/keeps-numbers-short.ts';
import { keepsAWindow } from './edges/keeps-a-window.ts';
import { keeps1000Keys, keeps100Keys } from './edges/keeps-few-keys.ts';
import {
  keepsItsSlotsAndTicks,
  keepsItsSlotsOnErrors,
  keepsItsSlotsToTheFinish,
  keepsItsTurns,
} from './edges/keeps-its-slots.ts';
import { keepsNamesInAnObject } from './edges/keeps-names-in-an-object.ts';
import { keepsItsKeysElsewhere } from './edges/keeps-its-keys-elsewhere.ts';
import { keepsOneForEachInstant } from './edges/keeps-one-for-each-instant.ts';
import { keepsTheRequestAtHand, namesTheRequestAtHand } from './edges/keeps-the-request-at-hand.ts';
import { failsForTheGone, keepsClaimsOfTheGone } from './edges/keeps-claims-of-the-gone.ts';
import { keyByContent } from './edges/key-by-content.ts';
import { keyWithoutDevice } from './edges/key-without-device.ts';
import { ignoresTheStale } from './edges/ignores-the-stale.ts';
import { limitsForGood } from './edges/limits-for-good.ts';
import { leavesItsFilesOpen, leavesItsHandlesOpen } from './edges/leaves-its-files-open.ts';
import { leasesByUptime } from './edges/leases-by-uptime.ts';
import { leasesItsClaims } from './edges/leases-its-claims.ts';
import { laysValuesIntoTheRow } from './edges/lays-values-into-the-row.ts';
import { leavesItsClaimBehind } from './edges/leaves-its-claim-behind.ts';
import { listensElsewhere } from './edges/listens-elsewhere.ts';
import { looksItsListUpFirst } from './edges/looks-its-list-up-first.ts';
import { losesItsWriteBuffer } from './edges/loses-its-write-buffer.ts';
import { marksKeyBeforeShedding } from './edges/marks-key-before-shedding.ts';
import { marksKeyBeforeValidating } from './edges/marks-key-before-validating.ts';
import { neverEvicts } from './edges/never-evicts.ts';
import { noDedupe } from './edges/no-dedupe.ts';
import { readsDatesByDate } from './edges/reads-dates-by-date.ts';
import { remembersAfterItsAnswer } from './edges/remembers-after-its-answer.ts';
import { goesOnInATornLog } from './edges/goes-on-in-a-torn-log.ts';
import { numbersRowsByItsClock } from './edges/numbers-rows-by-its-clock.ts';
import { readsBackAPage } from './edges/reads-back-a-page.ts';
import { readsTheNewestAgain } from './edges/reads-the-newest-again.ts';
import { refusesLongBodies } from './edges/refuses-long-bodies.ts';
import { rewritesItsTable } from './edges/rewrites-its-table.ts';
import { roundsItsNumbers } from './edges/rounds-its-numbers.ts';
import { runsOutOfConnections } from './edges/runs-out-of-connections.ts';
import { writesItsKeyFirst } from './edges/writes-its-key-first.ts';
import { stampsArrivalTime } from './edges/stamps-arrival-time.ts';
import { stopsForWhoHangsUp } from './edges/stops-for-who-hangs-up.ts';
import { storesAListBehindItsAnswer } from './edges/stores-a-list-behind-its-answer.ts';
import { storesBeforeValidating } from './edges/stores-before-validating.ts';
import { storesDamagedText } from './edges/stores-damaged-text.ts';
import { storesLocalTime } from './edges/stores-local-time.ts';
import { storesSinglePrecision } from './edges/stores-single-precision.ts';
import { storesHalfOfABatch } from './edges/stores-half-of-a-batch.ts';
import { storesWhatOneStatementHolds } from './edges/stores-what-one-statement-holds.ts';
import { tellsBatchesApart } from './edges/tells-batches-apart.ts';
import { failsNowAndThen, hangsNowAndThen } from './edges/stumbles-now-and-then.ts';
import { swallowsAFullDisk } from './edges/swallows-a-full-disk.ts';
import { swallowsItsStore } from './edges/swallows-its-store.ts';
import { takesOldRowsForClaims } from './edges/takes-old-rows-for-claims.ts';
import { takesKeysBackNotRows } from './edges/takes-keys-back-not-rows.ts';
import { takesNullForZero } from './edges/takes-null-for-zero.ts';
import { claimsAtTheHead, takesTheFirstChunk } from './edges/reads-its-body-by-hand.ts';
import { takesItsLockTwice } from './edges/takes-its-lock-twice.ts';
import { takesZeroForMissing } from './edges/takes-zero-for-missing.ts';
import { takesAWholeListBack } from './edges/takes-a-whole-list-back.ts';
import { replaysByItsKey } from './edges/replays-by-its-key.ts';
import { takesAllForDuplicates } from './edges/takes-all-for-duplicates.ts';

function edge(mistake: string, factory: EdgeFactory, scenario: string, invariant: InvariantName): Canary {
  return { mistake, part: 'edge', scenario, invariant, edge: factory, device: builtinDevice };
}

/** An edge whose mistake shows where it waits for something beyond its ports. */
function waitingEdge(mistake: string, factory: EdgeFactory, scenario: string): Canary {
  return usingGlobals(edge(mistake, factory, scenario, 'accepted-once'));
}

function foreignEdge(...words: Parameters<typeof edge>): Canary {
  return usingGlobals(edge(...words));
}

/** A mistake that is made with the globals of Node. */
function usingGlobals(canary: Canary): Canary {
  return { ...canary, foreignEdge: true };
}

/** An edge whose next version has the mistake, with a right one before it. */
function nextEdge(mistake: string, next: EdgeFactory, invariant: InvariantName): Canary {
  return { ...edge(mistake, edgeBefore, 'mixed-versions', invariant), nextEdge: next };
}

/** A device whose mistake is made with modules of Node. */
function sendingByNode(canary: Canary): Canary {
  return { ...canary, foreignDevice: true };
}

function device(
  mistake: string,
  factory: DeviceFactory,
  scenario: string,
  invariant: InvariantName,
  against: EdgeFactory = builtinEdge,
): Canary {
  return { mistake, part: 'device', scenario, invariant, edge: against, device: factory };
}

/** Every mistake, where it is met, and the promise that it breaks. To add one: a file, and a line here. */
export const CANARIES: readonly Canary[] = [
  edge('has no dedupe', noDedupe, 'lost-ack', 'accepted-once'),
  edge('forgets keys too soon', forgetsKeysTooSoon, 'duplicate', 'accepted-once'),
  edge('checks, then acts', checksThenActs, 'timeout', 'accepted-once'),
  waitingEdge('awaits a file between look-up and insert', awaitsAFile, 'twins'),
  waitingEdge('awaits a turn between look-up and insert', awaitsATurn, 'twins'),
  waitingEdge('awaits a thread between look-up and insert', awaitsAThread, 'twins'),
  edge('has a key without the device', keyWithoutDevice, 'calm', 'acknowledged-means-stored'),
  edge('answers 409 before the commit', claimsBeforeCommit, 'timeout', 'acknowledged-means-stored'),
  edge('answers 200 without storing', answersWithoutStoring, 'calm', 'acknowledged-means-stored'),
  edge('loses its write buffer', losesItsWriteBuffer, 'edge-restart', 'acknowledged-means-stored'),
  edge('answers 409 for a shed first try', marksKeyBeforeShedding, 'storm', 'acknowledged-means-stored'),
  foreignEdge('stops for who hangs up', stopsForWhoHangsUp, 'timeout', 'acknowledged-means-stored'),
  edge('keeps a high-water mark only', keepsAHighWaterMark, 'reorder', 'acknowledged-means-stored'),
  edge('counts duplicates as accepted', countsDuplicatesAsAccepted, 'duplicate', 'metrics-reconcile'),
  edge('does not count what is invalid', forgetsToCountInvalid, 'bad-request', 'metrics-reconcile'),
  edge('stores before it validates', storesBeforeValidating, 'bad-request', 'nothing-invented'),
  edge('stores damaged text', storesDamagedText, 'corrupt', 'nothing-invented'),
  edge('stores single precision', storesSinglePrecision, 'calm', 'nothing-invented'),
  edge('stamps the time of arrival', stampsArrivalTime, 'calm', 'nothing-invented'),
  foreignEdge('forgets its tickers', forgetsItsTickers, 'calm', 'nothing-leaks'),
  foreignEdge('forgets its listeners', forgetsItsListeners, 'calm', 'nothing-leaks'),
  foreignEdge('listens to the process', forgetsItsListenersOfTheProcess, 'calm', 'nothing-leaks'),
  foreignEdge('forgets its listeners in silence', forgetsItsListenersInSilence, 'calm', 'nothing-leaks'),
  foreignEdge('forgets its listeners of a pool', forgetsItsListenersOfMany, 'calm', 'nothing-leaks'),
  foreignEdge('leaves its files open', leavesItsFilesOpen, 'calm', 'nothing-leaks'),
  foreignEdge('leaves its handles open', leavesItsHandlesOpen, 'calm', 'nothing-leaks'),
  edge('forgets its watchdogs', forgetsItsWatchdogs, 'duplicate', 'nothing-leaks'),
  edge('keeps the slot of who hangs up', keepsItsSlotsToTheFinish, 'timeout', 'nothing-leaks'),
  edge('keeps its slots on errors', keepsItsSlotsOnErrors, 'bad-request', 'nothing-leaks'),
  edge('takes its lock twice', takesItsLockTwice, 'reorder', 'nothing-leaks'),
  foreignEdge('takes the first chunk', takesTheFirstChunk, 'in-pieces', 'valid-means-accepted'),
  foreignEdge('claims at the head of a request', claimsAtTheHead, 'in-pieces', 'retry-can-succeed'),
  foreignEdge('keeps slots and ticks', keepsItsSlotsAndTicks, 'timeout', 'retry-can-succeed'),
  foreignEdge('keeps its turns', keepsItsTurns, 'freeze', 'retry-can-succeed'),
  edge('never evicts a key', neverEvicts, 'small-memory', 'memory-bounded'),
  edge('marks what it refuses', marksKeyBeforeValidating, 'corrupt', 'duplicates-are-true'),
  edge('takes all for duplicates', takesAllForDuplicates, 'calm', 'duplicates-are-true'),
  edge('listens elsewhere', listensElsewhere, 'calm', 'valid-means-accepted'),
  edge('fails for good', failsForGood, 'calm', 'retry-can-succeed'),
  edge('fails now and then', failsNowAndThen, 'calm', 'retry-can-succeed'),
  foreignEdge('hangs now and then', hangsNowAndThen, 'calm', 'retry-can-succeed'),
  edge('runs out of connections', runsOutOfConnections, 'calm', 'retry-can-succeed'),
  edge('limits for good', limitsForGood, 'seed', 'retry-can-succeed'),
  foreignEdge('counts whom it refused', countsWhomItRefused, 'storm', 'retry-can-succeed'),
  edge('caches its 503', cachesIts503, 'storm', 'retry-can-succeed'),
  edge('leaves its claim behind', leavesItsClaimBehind, 'storm', 'retry-can-succeed'),
  edge('lets claims outlive their owner', claimsOutliveTheirOwner, 'crash-at-work', 'retry-can-succeed'),
  edge('leases by its uptime', leasesByUptime, 'long-uptime', 'retry-can-succeed'),
  edge('fails for the gone and keeps its claim', failsForTheGone, 'timeout', 'retry-can-succeed'),
  edge('keeps claims of the gone', keepsClaimsOfTheGone, 'timeout', 'retry-can-succeed'),
  edge('swallows that its store is away', swallowsItsStore, 'store-outage', 'acknowledged-means-stored'),
  edge('remembers after its answer', remembersAfterItsAnswer, 'edge-crash', 'accepted-once'),
  edge('reads the newest again', readsTheNewestAgain, 'edge-crash', 'accepted-once'),
  edge('rewrites its table in place', rewritesItsTable, 'edge-disk', 'accepted-once'),
  edge('compacts its log in one sync', compactsInOneSync, 'edge-disk', 'accepted-once'),
  edge('goes on in a torn log', goesOnInATornLog, 'edge-disk', 'accepted-once'),
  edge('reads back a page of its store', readsBackAPage, 'edge-disk', 'accepted-once'),
  edge('swallows a full disk', swallowsAFullDisk, 'edge-disk', 'acknowledged-means-stored'),
  edge('counts on a later sync', countsOnALaterSync, 'edge-disk', 'accepted-once'),
  edge('finishes the unfinished', finishesTheUnfinished, 'edge-disk', 'acknowledged-means-stored'),
  edge('writes its key first', writesItsKeyFirst, 'edge-disk', 'acknowledged-means-stored'),
  edge('numbers its rows by its clock', numbersRowsByItsClock, 'rush', 'acknowledged-means-stored'),
  edge('claims by the time of day', claimsByTheTimeOfDay, 'three-edges', 'accepted-once'),
  edge('claims by the time of day', claimsByTheTimeOfDay, 'crash-in-a-crowd', 'retry-can-succeed'),
  edge('asks its disk at its boot only', asksItsDiskAtBoot, 'three-edges', 'accepted-once'),
  nextEdge('keeps its keys elsewhere than the version before', keepsItsKeysElsewhere, 'accepted-once'),
  nextEdge('takes rows of the version before for claims', takesOldRowsForClaims, 'retry-can-succeed'),
  edge('leases its claims', leasesItsClaims, 'freeze', 'accepted-once'),
  foreignEdge('answers for the first', answersForTheFirst, 'store-outage', 'acknowledged-means-stored'),
  foreignEdge('looks before the first', looksBeforeTheFirst, 'store-outage', 'acknowledged-means-stored'),
  edge('answers in a word', answersInAWord, 'storm', 'retry-can-succeed'),
  edge('takes keys back, and not rows', takesKeysBackNotRows, 'batches', 'accepted-once'),
  edge('takes null for zero', takesNullForZero, 'bad-request', 'nothing-invented'),
  edge('reads dates by Date', readsDatesByDate, 'bad-request', 'nothing-invented'),
  edge('rounds its numbers', roundsItsNumbers, 'bad-request', 'duplicates-are-true'),
  edge('takes zero for missing', takesZeroForMissing, 'odd-values', 'valid-means-accepted'),
  edge('tells readings apart by content', keyByContent, 'odd-values', 'acknowledged-means-stored'),
  foreignEdge('goes by addresses', goesByAddresses, 'reboot', 'accepted-once'),
  edge('joins its key without a mark', joinsItsKey, 'odd-values', 'acknowledged-means-stored'),
  edge('drops its queue at a stop', dropsItsQueueAtAStop, 'orderly-stops', 'acknowledged-means-stored'),
  edge('drops behind its answer', dropsBehindItsAnswer, 'rush', 'acknowledged-means-stored'),
  foreignEdge('names the request at hand', namesTheRequestAtHand, 'rush', 'acknowledged-means-stored'),
  foreignEdge('keeps the request at hand', keepsTheRequestAtHand, 'rush', 'acknowledged-means-stored'),
  edge('compares names without case', comparesWithoutCase, 'odd-names', 'acknowledged-means-stored'),
  edge('compares 32 letters of names', comparesTheFirst32Letters, 'odd-names', 'acknowledged-means-stored'),
  edge('compares names as numbers', comparesNamesAsNumbers, 'odd-names', 'acknowledged-means-stored'),
  edge('compares slugs of names', comparesSlugs, 'odd-names', 'acknowledged-means-stored'),
  edge('compares checksums of names', comparesChecksums, 'odd-names', 'acknowledged-means-stored'),
  edge('compares hashes of names', comparesHashes, 'odd-names', 'acknowledged-means-stored'),
  edge('replays its answer by its key alone', replaysByItsKey, 'old-copies', 'acknowledged-means-stored'),
  edge('keeps names in an object', keepsNamesInAnObject, 'odd-names', 'valid-means-accepted'),
  edge('lays values into the row', laysValuesIntoTheRow, 'odd-names', 'nothing-invented'),
  edge('refuses long bodies', refusesLongBodies, 'odd-names', 'valid-means-accepted'),
  edge('has two columns', hasTwoColumns, 'odd-names', 'nothing-invented'),
  edge('stores half of a batch', storesHalfOfABatch, 'batches', 'acknowledged-means-stored'),
  edge(
    'stores what one statement holds',
    storesWhatOneStatementHolds,
    'long-lists',
    'acknowledged-means-stored',
  ),
  edge('looks its list up before it stores any of it', looksItsListUpFirst, 'batches', 'accepted-once'),
  foreignEdge(
    'stores a list behind its answer',
    storesAListBehindItsAnswer,
    'batches',
    'acknowledged-means-stored',
  ),
  edge(
    'keeps one of a list for each instant',
    keepsOneForEachInstant,
    'batches',
    'acknowledged-means-stored',
  ),
  edge('takes a whole list back', takesAWholeListBack, 'batches', 'acknowledged-means-stored'),
  edge('tells batches apart, not readings', tellsBatchesApart, 'batches', 'accepted-once'),
  edge('keeps numbers in 8 bits', keepsNumbersIn8Bits, 'number-limits', 'nothing-invented'),
  edge('keeps numbers in 16 bits', keepsNumbersIn16Bits, 'number-limits', 'nothing-invented'),
  edge('keeps numbers in 32 bits', keepsNumbersIn32Bits, 'number-limits', 'nothing-invented'),
  edge('knows numbers by 16 bits', knowsNumbersBy16Bits, 'number-limits', 'duplicates-are-true'),
  edge('knows numbers by 32 bits', knowsNumbersBy32Bits, 'number-limits', 'duplicates-are-true'),
  edge('keeps a hundred keys', keeps100Keys, 'late-copies', 'accepted-once'),
  edge('keeps a thousand keys', keeps1000Keys, 'late-copies', 'accepted-once'),
  edge('keeps a window of numbers', keepsAWindow, 'late-copies', 'accepted-once'),
  edge('forgets by the wall clock', forgetsByWallClock, 'wrong-clocks', 'accepted-once'),
  edge('forgets by the time of messages', forgetsByMessageTime, 'wrong-clocks', 'accepted-once'),
  edge('compares timestamps with its clock', comparesTimestamps, 'wrong-clocks', 'valid-means-accepted'),
  edge('ignores what is stale', ignoresTheStale, 'clock-skew', 'acknowledged-means-stored'),
  foreignEdge('begins each day anew', beginsEachDayAnew, 'wrong-clocks', 'accepted-once'),
  usingGlobals(edge('stores local time', storesLocalTime, 'wrong-clocks', 'nothing-invented')),
  device('makes up for lost time', makesUpForLostTime, 'frozen-devices', 'retry-budget'),
  device(
    'skips what it cannot read',
    skipsWhatItCannotRead,
    'corrupt-journal',
    'every-reading-accounted-for',
  ),
  // The control of the others is right as long as its disk is what it left.
  device('counts in a file only', plainDevice, 'old-copies', 'every-reading-accounted-for'),
  device('rewrites its file', rewritesItsFile, 'bad-disk', 'every-reading-accounted-for'),
  device('forgets the directory', forgetsTheDirectory, 'bad-disk', 'every-reading-accounted-for'),
  device('takes before it syncs', takesBeforeItSyncs, 'bad-disk', 'every-reading-accounted-for'),
  device('sends what it cannot keep', sendsWhatItCannotKeep, 'disk-full', 'every-reading-accounted-for'),
  device('dies of a full disk', diesOfAFullDisk, 'bad-disk', 'drains-after-heal'),
  device(
    'has a file for each instant',
    hasAFileForEachInstant,
    'reboot-in-outage',
    'every-reading-accounted-for',
  ),
  device('moves what is sent', movesWhatIsSent, 'backlog', 'nothing-leaks'),
  {
    ...device('takes the first off its list', takesTheFirstOff, 'backlog', 'every-reading-accounted-for'),
    policy: soon,
  },
  device('numbers from its clock', numbersFromItsClock, 'clock-1970', 'every-reading-accounted-for'),
  device('takes up what is of today', takesUpToday, 'clock-1970', 'every-reading-accounted-for'),
  device('retries a 400', retriesWhatIsNotOk, 'bad-request', 'no-retry-after-permanent'),
  device('retries a 409', retriesWhatIsNotOk, 'lost-ack', 'no-retry-after-permanent'),
  device('makes one retry too many', countsRetriesFromOne, 'storm', 'retry-budget'),
  device('retries for ever', retriesForEver, 'storm', 'retry-budget'),
  device('parks and sends at once', parksAndSendsAtOnce, 'storm', 'retry-budget'),
  device('never takes up what it parks', neverTakesUpWhatItParks, 'storm', 'drains-after-heal'),
  device('drops what it parks', dropsWhatItParks, 'storm', 'every-reading-accounted-for'),
  device('waits without jitter', waitsWithoutJitter, 'lost-ack', 'retry-budget'),
  device('waits without jitter or log', waitsWithoutJitterOrLog, 'lost-ack', 'retry-budget'),
  device('retries too early', retriesTooEarly, 'lost-ack', 'retry-budget'),
  device('waits three times too long', waitsThreeTimes, 'lost-ack', 'retry-budget'),
  device('comes later than it says', comesLaterThanItSays, 'lost-ack', 'retry-budget'),
  device('waits three times too long in the end', waitsThreeTimesInTheEnd, 'lost-ack', 'retry-budget'),
  device('hedges its requests', hedgesItsRequests, 'timeout', 'retry-budget'),
  device('hedges its requests', hedgesItsRequests, 'jitter', 'retry-budget'),
  device('sends each reading twice at once', sendsTwiceAtOnce, 'calm', 'retry-budget'),
  device('sends again to be sure', sendsAgainToBeSure, 'calm', 'no-retry-after-permanent'),
  device('goes on obeying', goesOnObeying, 'retry-later', 'retry-budget'),
  device('ignores Retry-After', ignoresRetryAfter, 'rate-limit', 'retry-budget'),
  device('ignores Retry-After', ignoresRetryAfter, 'retry-later', 'retry-budget'),
  device('waits for half a minute at most', waitsForHalfAMinuteAtMost, 'retry-later', 'retry-budget'),
  device('hands a month to a timer', handsAMonthToATimer, 'retry-later', 'retry-budget'),
  device('makes NaN of dates', makesNanOfDates, 'retry-later', 'retry-budget'),
  device('takes seconds for milliseconds', takesSecondsForMilliseconds, 'retry-later', 'retry-budget'),
  device('takes milliseconds for seconds', takesMillisecondsForSeconds, 'retry-later', 'retry-budget'),
  device('takes the past for a wait', takesThePastForAWait, 'retry-later', 'retry-budget'),
  device('takes a 207 for done', takesA207ForDone, 'batches', 'acknowledged-means-stored'),
  device('throws a batch away for one reading', throwsABatchAway, 'batches', 'every-reading-accounted-for'),
  device('halves a list without its middle', halvesWithoutTheMiddle, 'batches', 'drains-after-heal'),
  device('retries only a 503', retriesOnly503, 'server-errors', 'every-reading-accounted-for'),
  device('retries what is listed', retriesOnlyWhatIsListed, 'server-errors', 'every-reading-accounted-for'),
  device(
    'takes all 4xx for permanent',
    takesAll4xxForPermanent,
    'server-errors',
    'every-reading-accounted-for',
  ),
  device('takes any 2xx as done', takesAny2xx, 'server-errors', 'acknowledged-means-stored'),
  device('takes any echo', takesAnyEcho, 'server-errors', 'acknowledged-means-stored'),
  device('takes any echo of its own', takesAnyEchoOfItsOwn, 'server-errors', 'acknowledged-means-stored'),
  device('follows redirects by GET', followsRedirects, 'server-errors', 'every-reading-accounted-for'),
  device('takes redirects for done', takesRedirectsForDone, 'server-errors', 'acknowledged-means-stored'),
  device('parses whatever comes', parsesWhateverComes, 'server-errors', 'drains-after-heal'),
  device('times only the head of an answer', timesOnlyTheHead, 'server-errors', 'drains-after-heal'),
  device('times the head and counts the body', countsTheBody, 'server-errors', 'drains-after-heal'),
  device('ignores zero', ignoresZero, 'odd-values', 'every-reading-accounted-for'),
  device('counts in sixteen bits', countsInSixteenBits, 'number-limits', 'every-reading-accounted-for'),
  device('counts past its last number', countsPastItsEnd, 'number-limits', 'every-reading-accounted-for'),
  device('shifts its delay', shiftsItsDelay, 'long-outage', 'retry-budget'),
  device('flushes when one gets through', flushesWhenOneGetsThrough, 'long-outage', 'retry-budget'),
  device('parks after a month', parksAfterAMonth, 'long-outage', 'every-reading-accounted-for'),
  device('throws away what is old', throwsAwayTheOld, 'clock-1970', 'every-reading-accounted-for'),
  device('numbers by the second', numbersByTheSecond, 'clock-1970', 'every-reading-accounted-for'),
  device('waits by the wall clock', waitsByWallClock, 'wrong-clocks', 'retry-budget'),
  device('waits by its uptime', waitsByUptime, 'long-uptime', 'drains-after-heal'),
  device('breaks by the wall clock', breaksByWallClock, 'wrong-clocks', 'retry-budget'),
  device('keeps its trial', keepsItsTrial, 'refused-trial', 'drains-after-heal'),
  usingGlobals(device('parses dates without a zone', parsesDatesWithoutAZone, 'retry-later', 'retry-budget')),
  usingGlobals(
    device('reads dates as local', readsDatesAsLocal, 'wrong-clocks', 'retry-budget', datesItsRetryAfter),
  ),
  device('keeps the last 100', keepsTheLast100, 'backlog', 'every-reading-accounted-for'),
  device('keeps the last 1000', keepsTheLast1000, 'backlog', 'every-reading-accounted-for'),
  device('resets its sequence at a reboot', resetsItsSequence, 'reboot', 'every-reading-accounted-for'),
  device('never syncs its disk', neverSyncs, 'reboot', 'every-reading-accounted-for'),
  device('takes up a page of its outbox', takesUp100, 'reboot-in-outage', 'every-reading-accounted-for'),
  device('takes up a large page of its outbox', takesUp1000, 'backlog', 'every-reading-accounted-for'),
  device('forgets its outbox at a reboot', forgetsItsOutbox, 'reboot', 'every-reading-accounted-for'),
  device('gives up in silence', givesUpInSilence, 'storm', 'every-reading-accounted-for'),
  device('races its timeouts', racesItsTimeouts, 'timeout', 'every-reading-accounted-for'),
  device('takes 503 for permanent', takes503ForPermanent, 'storm', 'every-reading-accounted-for'),
  device('is exhausted at once', exhaustedAtOnce, 'storm', 'every-reading-accounted-for'),
  sendingByNode(device('makes an agent for each request', makesAnAgentForEach, 'calm', 'nothing-leaks')),
  sendingByNode(
    device('keeps dead connections', keepsDeadConnections, 'dead-connections', 'every-reading-accounted-for'),
  ),
  sendingByNode(
    device('waits for the end of an answer', waitsForTheEnd, 'dead-connections', 'drains-after-heal'),
  ),
  sendingByNode(
    device(
      'resends over a new connection, without a key',
      resendsOverANewConnection,
      'dead-connections',
      'nothing-invented',
    ),
  ),
  device('takes silence for consent', takesSilenceForConsent, 'lost-ack', 'every-reading-accounted-for'),
  device('numbers each attempt anew', numbersEachAttempt, 'lost-ack', 'every-reading-accounted-for'),
  device('takes any 2xx as done', takesAny2xx, 'storm', 'acknowledged-means-stored', behindACaptivePortal),
  device('shares a buffer', sharesABuffer, 'storm', 'nothing-invented'),
  device('fires and forgets', firesAndForgets, 'calm', 'acknowledged-means-stored'),
  device('stays offline after an outage', staysOffline, 'partition', 'drains-after-heal'),
  device('keeps its place on an error', keepsItsPlaceOnAnError, 'storm', 'nothing-leaks'),
  device('keeps its heartbeats', keepsItsHeartbeats, 'calm', 'nothing-leaks'),
  device('never clears its timeout', neverClearsItsTimeout, 'late-copies', 'nothing-leaks'),
  device('overfills its outbox', overfillsItsOutbox, 'small-memory', 'memory-bounded'),
];

/** What they are made of, without a mistake. */
export const CONTROLS: readonly Pick<Canary, 'part' | 'edge' | 'device'>[] = [
  { part: 'edge', edge: plainEdge, device: builtinDevice },
  { part: 'device', edge: builtinEdge, device: plainDevice },
];
