namespace Descent.Training;

/// <summary>The learning rate of one rule.</summary>
internal sealed class WatchedRate(Hyperparameter rate, string rule)
{
    /// <summary>The rule as a tag, made once.</summary>
    public KeyValuePair<string, object?> Tag { get; } = new(TrainingMetrics.OptimizerTag, rule);

    public double Value => rate.Number;

    /// <summary>Those of an optimizer, or of all optimizers of a group; those of a class are told apart by their numbers.</summary>
    public static WatchedRate[] Of(Optimizer optimizer)
    {
        var numbers = new Dictionary<string, int>();
        var rates = new List<WatchedRate>();
        foreach (var rule in RulesOf(optimizer))
        {
            var name = rule.GetType().Name;
            var number = numbers[name] = numbers.GetValueOrDefault(name) + 1;
            rates.AddRange(rule.Hyperparameters.Where(hyperparameter => hyperparameter.Role == HyperparameterRole.LearningRate)
                .Select(rate => new WatchedRate(rate, number == 1 ? name : FormattableString.Invariant($"{name}{number}"))));
        }

        return [.. rates];
    }

    private static IEnumerable<Optimizer> RulesOf(Optimizer optimizer) => optimizer is OptimizerGroup group ? group.Optimizers.SelectMany(RulesOf) : [optimizer];
}
