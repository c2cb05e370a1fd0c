namespace Descent.Tests.Oracles.Mappings;

/// <summary>Recorded entries that no built-in rule is compared with yet, and why.</summary>
internal static class NotCovered
{
    /// <summary>The reason, by the id of the entry.</summary>
    public static readonly IReadOnlyDictionary<string, string> Reasons = Because(
        ("In float, a weight comes back from 0.1 to 0.0002 between the recorded steps: the tolerance is below the last place of 0.1.", ["nadam.weight_decay"]),
        ("NAdamW has no cautious form.", ["nadamw_simple.caution"]),
        ("AggMo has three velocities, as the paper.", ["aggmo.two_wd"]),
        ("Cautious AdamW has no largest second moment.", ["c_adamw.torch_amsgrad"]),
        ("Cautious Lion divides by the share of moved weights, not by (count + 1) / n.", ["lion.cautious"]),
        ("MARS is no rule yet.", ["mars.default", "mars.lion"]),
        ("Ranger composes three parts and is no rule by itself.", ["ranger.default", "ranger.wd"]),
        ("Adan with clipping by the global norm needs a reduction over all parameters.", ["adan.clip"]),
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
