namespace Descent.Training;

/// <summary>How far long work is, in the unit that its property of this type names.</summary>
public readonly record struct WorkProgress
{
    internal WorkProgress(int done, int maximum) => (Done, Maximum) = (done, maximum);

    /// <summary>How much is done.</summary>
    public int Done { get; }

    /// <summary>How much there is at maximum: the work may end sooner.</summary>
    public int Maximum { get; }

    /// <summary>As in <c>3 of 20</c>.</summary>
    /// <returns>The text, in invariant culture.</returns>
    public override string ToString() => $"{Done} of {Maximum}";
}
