namespace Descent.Tests.Strictness.ReaderFuzzing;

/// <summary>A written rule with which something is wrong.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Kind">What kind of fault it is; shrinking keeps to it.</param>
/// <param name="Problem">What is wrong.</param>
internal sealed record SourceFailure(SourceRule Rule, FailureKind Kind, string Problem);

/// <summary>What can be wrong with a written rule.</summary>
internal enum FailureKind
{
    /// <summary>The writer wrote something that is no C#.</summary>
    NotCSharp,

    /// <summary>C# proves that a pattern is never reached, which the writer cannot know. Nobody's fault: such a rule is left out.</summary>
    Unreachable,

    /// <summary>The loop or <c>Reference</c> does not do what C# does.</summary>
    Differs,

    /// <summary>The compiler threw, or its file has errors.</summary>
    DoesNotCompile,

    /// <summary>Nothing was compiled, and nothing was said, or not where it should be.</summary>
    Silent,

    /// <summary>It was refused for no reason that is documented.</summary>
    Refused,

    /// <summary>It was accepted with a construct that a rule cannot have.</summary>
    Accepted,

    /// <summary>What was generated is longer than the length of the rule explains.</summary>
    Long,
}
