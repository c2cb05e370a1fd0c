using Descent.Generator.Tests.Harness;

namespace Descent.Generator.Tests.Snapshots;

/// <summary>The generated code of the built-in rules: of a few the whole file, of the others what is theirs. Any change shows in one of them.</summary>
public sealed class BuiltInRulesTests
{
    /// <summary>The rules whose whole file is kept, and what each is there for. Enumerations and chains, which none has, are in <see cref="WholeRulesTests"/>.</summary>
    private static readonly string[] s_archetypes =
    [
        // The plain rule, which users read first: two states, one pass, one loop, and scalars that are computed once per step.
        "AdamW",
        // Totals of a tensor: a second pass, scalars between the two, and a reference that runs until its totals stand. Options that are bool.
        "Lamb",
        // A state of the tensor that follows from a total, and lives on a device.
        "AdaNorm",
        // The same in variants; conditions among what the loops are handed; and sweeps of which some touch less.
        "Fromage",
        "DAdaptAdam",
        "AdanWithClipping",
        // Variants of several passes each, a condition that a loop is handed, and a hyperparameter with a least and a largest value.
        "AdamP",
        // Variants of one pass; states of the tensor, which its step ends with; a state that starts at the weight; to evaluation and back.
        "ScheduleFreeRAdam",
        // Weights that move to where the model is evaluated, along states that are decoded for the reference.
        "Asgd",
        // A state of the tensor that does not start at 0.
        "NAdam",
        // Weights that move before their gradient, one tensor after the other.
        "NesterovLookAhead",
        // Weights that move along a first gradient, with a total of all tensors: a reference that runs over the parameters.
        "Sam",
        // States of the optimizer, which are properties of the rule and committed once a step; a state of the weight that starts at a number.
        "DAdaptAdaGrad",
        // Totals of the optimizer in one statement.
        "DAdaptLion",
        // A condition among the scalars of a step.
        "DAdaptSgd",
        // A state that starts at a hyperparameter; a hyperparameter that is negative at first.
        "Ftrl",
        // An input, which is bound to the state.
        "SophiaG",
        // A hyperparameter that is an enumeration.
        "RmsProp",
        // A state of several values; a hyperparameter that is an integer.
        "AggMoUpToEight",
        // Rows and columns: a state with a shape, sweeps row by row, what columns have in common.
        "Came",
        // The largest value of a row and of a column.
        "Sm3",
        // Random values, by the optimizer's seed.
        "Sgld",
        // A state of the rows in a rule that stays within each, so that it can be stepped in some.
        "AdamMini",
        // Terms of rows for totals of the tensor, which a device leaves in passing.
        "Adafactor",
    ];

    public static TheoryData<string> Archetypes => [.. s_archetypes];

    public static TheoryData<string> OtherRules => [.. Repository.BuiltInRules.Except(s_archetypes)];

    [Theory]
    [MemberData(nameof(Archetypes))]
    public void Generates(string rule)
    {
        var (hint, text) = Generated(rule);
        Snapshot.Verify(text, hint, nameof(BuiltInRulesTests), $"{nameof(Generates)}_rule={rule}");
    }

    [Theory]
    [MemberData(nameof(OtherRules))]
    public void GeneratesItsOwn(string rule)
    {
        var (hint, text) = Generated(rule);
        Snapshot.Verify(OwnText.Of(text), hint, nameof(BuiltInRulesTests), $"{nameof(GeneratesItsOwn)}_rule={rule}");
    }

    /// <summary>What is in no archetype would be in no snapshot.</summary>
    [Fact]
    public void Archetypes_HaveEveryKindOfMember()
    {
        var kept = s_archetypes.SelectMany(Kinds).ToHashSet();
        var missing = Repository.BuiltInRules.Except(s_archetypes)
            .SelectMany(rule => Kinds(rule).Except(kept).Select(kind => (Kind: kind, Rule: rule)))
            .ToLookup(missing => missing.Kind, missing => missing.Rule);

        Assert.True(missing.Count == 0, string.Join('\n', missing.Select(kind => $"{kind.Key}: only in {string.Join(", ", kind)}")));
    }

    private static IEnumerable<string> Kinds(string rule) => MemberKinds.Of(Generated(rule).Text, Repository.BuiltInRule(rule));

    private static (string Hint, string Text) Generated(string rule)
    {
        var (_, files) = GeneratorHarness.Generate(Repository.BuiltInRule(rule));
        var (hint, text) = Assert.Single(files);

        // Here the runtime is a reference, which has a rule of this name as well. Where the rule is the runtime's own, C# has nothing to warn of.
        return (hint, text.Replace("#pragma warning disable CS0436 // what the rule names, this names again\n", "", StringComparison.Ordinal));
    }
}
