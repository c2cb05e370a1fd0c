namespace Descent.Tests.Strictness.Fuzzing;

/// <summary>How often a value changes. Each includes those before it, but that rows do not include columns, nor columns rows: both together are elements.</summary>
internal enum Level
{
    Constant,
    Step,
    Optimizer,
    Tensor,
    Row,
    Column,
    Element,
}

/// <summary>What a reduction is over.</summary>
internal enum Over
{
    Tensor,
    Optimizer,
    Row,
    Column,

    /// <summary>The tensor, with one term for each row.</summary>
    Rows,

    /// <summary>Each weight alone: no total, but what an operation on whole matrices gives.</summary>
    Weight,
}

/// <summary>The order of levels.</summary>
internal static class Levels
{
    /// <summary>Whether what changes so often changes no more often than another.</summary>
    public static bool IsWithin(this Level level, Level other) => level <= other && (level, other) is not (Level.Row, Level.Column);

    /// <summary>How often what depends on both changes.</summary>
    public static Level With(this Level level, Level other) => level.IsWithin(other) ? other : other.IsWithin(level) ? level : Level.Element;

    /// <summary>How often a total changes.</summary>
    public static Level OfTotal(Over over) => over switch
    {
        Over.Optimizer => Level.Optimizer,
        Over.Row => Level.Row,
        Over.Column => Level.Column,
        _ => Level.Tensor,
    };
}
