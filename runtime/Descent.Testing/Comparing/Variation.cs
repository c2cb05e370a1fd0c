namespace Descent.Testing.Comparing;

/// <summary>Settings of a rule other than those that its author chose for the test.</summary>
/// <param name="Name">What is set, for messages.</param>
/// <param name="Settings">The names of the hyperparameters and their values.</param>
internal sealed record Variation(string Name, IReadOnlyList<(string Hyperparameter, object Value)> Settings)
{
    /// <summary>A factor that is 0 leaves its term out: here it is in.</summary>
    private const double Small = 0.01;

    /// <summary>
    /// The settings as they are; each factor that is 0 set to a small number, alone and all together; and with all together each switch
    /// turned and each member of each enumeration.
    /// </summary>
    public static IReadOnlyList<Variation> Of(Func<RuleOptimizer> create)
    {
        using var optimizer = create();
        var hyperparameters = optimizer.Hyperparameters.Concat(optimizer.StepInputs).Where(hyperparameter => !hyperparameter.Schema.IsReadOnly).ToList();
        List<(string Hyperparameter, object Value)> factors =
        [
            .. hyperparameters.Where(hyperparameter => hyperparameter.Value is 0.0).Select(hyperparameter => (hyperparameter.Name, (object)Small))
                .Where(setting => IsAccepted(create, setting)),
        ];
        var others = hyperparameters.SelectMany(hyperparameter => hyperparameter.Schema.Choices.Where(choice => !choice.Equals(hyperparameter.Value)).Select(choice => (hyperparameter.Name, choice)));
        return
        [
            Named([]), .. factors.Select(factor => Named([factor])), Named(factors), .. others.Select(other => Named([.. factors, other])),
        ];
    }

    public void Apply(RuleOptimizer optimizer)
    {
        foreach (var (hyperparameter, value) in Settings)
        {
            Find(optimizer, hyperparameter).Value = value;
        }
    }

    private static Variation Named(IReadOnlyList<(string Hyperparameter, object Value)> settings)
        => new(string.Join(", ", settings.Select(setting => FormattableString.Invariant($"{setting.Hyperparameter} = {setting.Value}"))), settings);

    private static bool IsAccepted(Func<RuleOptimizer> create, (string Hyperparameter, object Value) setting)
    {
        using var optimizer = create();
        return RuleMembers.TrySet(Find(optimizer, setting.Hyperparameter), setting.Value);
    }

    private static Hyperparameter Find(RuleOptimizer optimizer, string name) => optimizer.Hyperparameters.Concat(optimizer.StepInputs).First(hyperparameter => hyperparameter.Name == name);
}
