package io.stratum.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

import io.stratum.mining.Share;
import io.stratum.mining.ShareRecorder;

/**
 * A recorder whose calls return when the test says so, or when they are interrupted.
 */
public final class TestRecorder implements ShareRecorder {

	private final List<List<Share>> calls = new ArrayList<>();

	private final List<CompletableFuture<Void>> answers = new ArrayList<>();

	private boolean automatic;

	public TestRecorder(boolean automatic) {
		this.automatic = automatic;
	}

	@Override
	public void record(List<Share> shares) throws Exception {
		CompletableFuture<Void> answer = called(shares);
		try {
			answer.get();
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof Error error) {
				throw error;
			}
			throw (Exception) ex.getCause();
		}
	}

	private synchronized CompletableFuture<Void> called(List<Share> shares) {
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
		fail(call, new IllegalStateException("disk full"));
	}

	public void fail(int call, Throwable cause) {
		answer(call).completeExceptionally(cause);
	}

	private synchronized CompletableFuture<Void> answer(int call) {
		return this.answers.get(call);
	}

}
