using System.Diagnostics.CodeAnalysis;

namespace Descent;

/// <summary>A checkpoint is whole, but is not of what it was to be loaded into. Nothing has been changed.</summary>
/// <param name="report">What differs.</param>
/// <exception cref="ArgumentNullException"><paramref name="report"/> is <see langword="null"/>.</exception>
[SuppressMessage("Design", "CA1032", Justification = "It is thrown for one reason, which it tells.")]
public sealed class CheckpointMismatchException(CheckpointReport report)
    : InvalidOperationException($"The checkpoint does not fit, and nothing was loaded: {report}.{Advice(report)}")
{
    /// <summary>What differs.</summary>
    public CheckpointReport Report { get; } = report ?? throw new ArgumentNullException(nameof(report));

    /// <summary>What may be allowed, where something of it is there; nothing else may.</summary>
    private static string Advice(CheckpointReport? report) => report is null or { Missing.Count: 0, Extra.Count: 0 } ? ""
        : $" {nameof(CheckpointOptions)}.{nameof(CheckpointOptions.Allow)} lets what is missing or extra pass{(report.Unfit.Count > 0 ? ", and nothing else" : "")}.";
}
