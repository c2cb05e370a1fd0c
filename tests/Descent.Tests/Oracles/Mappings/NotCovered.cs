namespace Descent.Tests.Oracles.Mappings;

/// <summary>Recorded entries that no built-in rule is compared with yet, and why.</summary>
internal static class NotCovered
{
    /// <summary>The reason, by the id of the entry.</summary>
    public static readonly IReadOnlyDictionary<string, string> Reasons = Because(
        ("Momentum with decoupled weight decay is no rule yet.", ["sgdw.default", "sgdw.nesterov"]),
        ("Averaged SGD is no rule yet.", ["asgd.default", "asgd.averaging", "asgd.maximize_wd"]),
        ("Rprop is no rule yet.", ["rprop.default", "rprop.wide", "rprop.maximize"]),
        ("Accelerated SGD is no rule yet.", ["accsgd.default", "accsgd.wd"]),
        ("AdaDelta is no rule yet.", ["adadelta.default", "adadelta.big_eps", "adadelta.wd_maximize"]),
        ("RmsProp has neither centring nor momentum.", ["rmsprop.centered", "rmsprop.momentum", "rmsprop.centered_momentum", "rmsprop.all"]),
        ("RmsPropEpsilonInside has neither centring nor momentum.", ["rmsprop_tf.momentum", "rmsprop_tf.lr_outside", "rmsprop_tf.centered"]),
        ("AMSGrad, which keeps the largest second moment, is no rule yet.", ["adam.amsgrad", "adam.amsgrad_wd", "adamw.amsgrad"]),
        ("AdaMax is no rule yet.", ["adamax.default", "adamax.wd", "adamax.maximize"]),
        ("NAdam is no rule yet.", ["nadam.default", "nadam.weight_decay", "nadam.momentum_decay", "nadamw.default"]),
        ("NAdamW without a momentum schedule is no rule yet.", ["nadamw_simple.default", "nadamw_simple.caution"]),
        ("LAMB with clipping by the global norm needs a reduction over all parameters.", ["lamb.default", "lamb.options", "lamb.always_adapt"]),
        ("LAMB with a clamped weight norm (the paper's third version) is no rule yet.", ["lamb.v3", "lamb.v3_debias"]),
        ("Lars clips no ratio and has no Nesterov form.", ["lars.clip_nesterov"]),
        ("NovoGrad keeps no largest second moment.", ["novograd.amsgrad"]),
        ("Fromage is no rule yet.", ["fromage.default", "fromage.bound"]),
        ("D-Adaptation is there for Adam only.", ["dadapt_sgd.default", "dadapt_adagrad.default", "dadapt_lion.default", "dadapt_sgd.wd", "dadapt_adagrad.options", "dadapt_lion.wd"]),
        ("Schedule-Free is there for SGD and AdamW only.", ["sfradam.default", "sfradam.loud"]),
        ("AdamP and SGDP project along rows and are no rules yet.", ["adamp.default", "sgdp.default", "adamp.nesterov", "sgdp.nesterov"]));

    private static Dictionary<string, string> Because(params (string Reason, string[] Entries)[] reasons) => reasons
        .SelectMany(reason => reason.Entries, (reason, entry) => (Entry: entry, reason.Reason))
        .ToDictionary(pair => pair.Entry, pair => pair.Reason);
}
