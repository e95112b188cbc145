import PrometheusMetrics

/// Every metric the service gives, with its help text; `docs/metrics.md` lists the same.
enum MetricCatalogue {
    /// One metric.
    struct Entry: Sendable {
        var name: String
        var type: MetricType
        var help: String
    }

    static let entries: [Entry] =
        [
            Entry(
                name: "gradehook_http_requests_total", type: .counter, help: "HTTP requests by route and status code."),
            Entry(
                name: "gradehook_http_request_duration_seconds", type: .histogram,
                help: "Time to answer an HTTP request, by route."),
            Entry(
                name: "gradehook_signature_failures_total", type: .counter,
                help: "Deliveries refused for their signature, by source and reason."),
            Entry(
                name: "gradehook_signature_matches_total", type: .counter,
                help: "Deliveries verified, by source and index of the secret that matched."),
            Entry(
                name: "gradehook_events_total", type: .counter,
                help: "Events by what became of them at the door or in the pipe."),
            Entry(
                name: "gradehook_replay_keys_evicted_total", type: .counter,
                help: "Delivery ids forgotten before their time for want of room; copies of them are graded again."),
            Entry(name: "gradehook_queue_depth", type: .gauge, help: "Jobs in the queue, by state."),
            Entry(name: "gradehook_queue_capacity", type: .gauge, help: "The most jobs the queue holds."),
            Entry(name: "gradehook_queue_bytes", type: .gauge, help: "Payload bytes in the queue."),
            Entry(
                name: "gradehook_queue_capacity_bytes", type: .gauge, help: "The most payload bytes the queue holds."),
            Entry(
                name: "gradehook_queue_oldest_age_seconds", type: .gauge,
                help: "How long the oldest waiting job has waited."),
            Entry(
                name: "gradehook_queue_wait_seconds", type: .histogram, help: "Time from acceptance to the first lease."
            ),
            Entry(
                name: "gradehook_grade_duration_seconds", type: .histogram, help: "Time one grader took for one sample."
            ),
            Entry(
                name: "gradehook_grades_total", type: .counter,
                help: "Outcomes by grader: graded, skipped, or the code of the failure."),
            Entry(name: "gradehook_judge_calls_total", type: .counter, help: "Calls to models, by model and outcome."),
            Entry(
                name: "gradehook_judge_call_duration_seconds", type: .histogram,
                help: "Time a model call took, retries included."),
            Entry(name: "gradehook_judge_tokens_total", type: .counter, help: "Tokens by model and kind."),
            Entry(
                name: "gradehook_judge_cost_usd_total", type: .counter,
                help: "Money spent on models, in US dollars, where prices are configured."),
            Entry(
                name: "gradehook_judge_cached_prompt_tokens_total", type: .counter,
                help: "Those of the prompts' tokens that came from the provider's cache, by model."),
            Entry(
                name: "gradehook_judge_replies_total", type: .counter,
                help: "Replies by model and by how their form was asked for."),
            Entry(name: "gradehook_grader_tokens_total", type: .counter, help: "Tokens by judge and kind."),
            Entry(
                name: "gradehook_grader_cost_usd_total", type: .counter,
                help: "Money judges have spent, in US dollars, where prices are configured."),
            Entry(
                name: "gradehook_judge_paused", type: .gauge, help: "Whether a judge is paused for a reason: 1 or 0."),
            Entry(name: "gradehook_judge_pauses_total", type: .counter, help: "Pauses of judges, by reason."),
            Entry(
                name: "gradehook_judge_budget_spent", type: .gauge,
                help: "Spent of a judge's own budget in the running day or month, UTC."),
            Entry(name: "gradehook_judge_budget_limit", type: .gauge, help: "A judge's own budget."),
            Entry(
                name: "gradehook_judge_budget_skips_total", type: .counter,
                help:
                    "Traces a judge was not asked about for want of money: sampling (nearly spent) or stopped (spent)."),
            Entry(
                name: "gradehook_budget_spent", type: .gauge,
                help: "Spent by all judges together in the running day or month, UTC, where there is a budget."),
            Entry(name: "gradehook_budget_limit", type: .gauge, help: "The budget of all judges together."),
            Entry(
                name: "gradehook_judge_cache_hits_total", type: .counter,
                help: "Requests to models answered without a call of their own, by model and where the reply came from."
            ),
            Entry(
                name: "gradehook_judge_cache_misses_total", type: .counter,
                help: "Requests to models that took a call, where a kept reply would have done."),
            Entry(
                name: "gradehook_judge_cache_saved_usd_total", type: .counter,
                help: "What the replies given again had cost, in US dollars, where prices are configured."),
            Entry(name: "gradehook_judge_cache_entries", type: .gauge, help: "Replies in memory, by model."),
            Entry(
                name: "gradehook_judge_cache_bytes", type: .gauge,
                help: "About the bytes of replies in memory, by model."),
            Entry(
                name: "gradehook_judge_cache_faults_total", type: .counter,
                help: "What the file of replies did not do: open, read, write, or backlog (it was too slow)."),
        ] + PacingMetrics.entries + [
            Entry(name: "gradehook_score_writes_total", type: .counter, help: "Scores by sink and outcome."),
            Entry(name: "gradehook_langfuse_batch_size", type: .histogram, help: "Scores in one request to Langfuse."),
            Entry(
                name: "gradehook_langfuse_requests_total", type: .counter,
                help: "Requests that carried scores to Langfuse, by mode and outcome."),
            Entry(name: "gradehook_dead_letters_kept", type: .gauge, help: "Dead letters kept."),
            Entry(name: "gradehook_dead_letters_total", type: .counter, help: "Jobs that gave up."),
            Entry(
                name: "gradehook_dead_letters_dropped_total", type: .counter,
                help: "Dead letters dropped for newer ones; nothing keeps their events any more."),
            Entry(
                name: "gradehook_end_to_end_seconds", type: .histogram,
                help: "Time from acceptance to the last word on an event."),
            Entry(
                name: "gradehook_last_progress_timestamp_seconds", type: .gauge,
                help: "When a stage last finished something, as Unix time."),
            Entry(
                name: "gradehook_fates_dropped_total", type: .counter,
                help: "Fates that did not reach the disk, by reason: backlog (it was too slow) or storage (it failed)."),
            Entry(
                name: "gradehook_config_reloads_total", type: .counter,
                help: "Reloads of the configuration by outcome: applied, partial (parts wait for a restart) or failed."),
            Entry(
                name: "gradehook_config_last_reload_success_timestamp_seconds", type: .gauge,
                help: "When a configuration was last put in force, as Unix time; the start counts."),
            Entry(
                name: "gradehook_tls_unverified", type: .gauge,
                help: "1 for each server whose TLS certificate is not verified, as the configuration wants it."),
            Entry(name: "gradehook_build_info", type: .gauge, help: "Always 1; the labels name the versions."),
        ]
}
