package io.stratum.mining.channel;

import io.stratum.mining.job.Job;

/**
 * A job as a channel got it.
 *
 * @param id the id on the wire, unique on the channel while the job is known
 * @param job the job
 * @param difficulty the difficulty that its shares are judged by and credited with
 */
public record IssuedJob(long id, Job job, double difficulty) {

}
