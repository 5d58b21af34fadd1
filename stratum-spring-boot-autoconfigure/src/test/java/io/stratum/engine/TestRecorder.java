package io.stratum.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

import io.stratum.mining.Share;
import io.stratum.mining.ShareRecorder;

/**
 * A recorder that answers when the test says so.
 */
public final class TestRecorder implements ShareRecorder {

	private final List<List<Share>> calls = new ArrayList<>();

	private final List<CompletableFuture<Void>> answers = new ArrayList<>();

	private boolean automatic;

	public TestRecorder(boolean automatic) {
		this.automatic = automatic;
	}

	@Override
	public void record(List<Share> shares) {
		throw new IllegalStateException("not called");
	}

	@Override
	public synchronized CompletionStage<Void> record(List<Share> shares, Executor blocking) {
		this.calls.add(shares);
		CompletableFuture<Void> answer = new CompletableFuture<>();
		this.answers.add(answer);
		if (this.automatic) {
			answer.complete(null);
		}
		return answer;
	}

	public synchronized List<List<Share>> calls() {
		return List.copyOf(this.calls);
	}

	public synchronized List<String> ids(int call) {
		return this.calls.get(call).stream().map(Share::boot).toList();
	}

	public synchronized void automatic() {
		this.automatic = true;
		this.answers.forEach((answer) -> answer.complete(null));
	}

	public void succeed(int call) {
		answer(call).complete(null);
	}

	public void fail(int call) {
		answer(call).completeExceptionally(new IllegalStateException("disk full"));
	}

	private synchronized CompletableFuture<Void> answer(int call) {
		return this.answers.get(call);
	}

}
