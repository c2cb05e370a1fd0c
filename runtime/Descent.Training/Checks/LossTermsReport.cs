using System.Diagnostics;

namespace Descent.Training;

/// <summary>The gradient checks of the terms of a loss, one by one. <see cref="ToString"/> gives all their tables.</summary>
[DebuggerDisplay("{Terms.Count} terms, passed: {Passed}")]
public sealed class LossTermsReport
{
    /// <summary>A term whose gradient is so many times as large as another's drowns it in a check of their sum.</summary>
    private const double DrowningFactor = 10;

    internal LossTermsReport(List<GradientCheckReport> terms)
    {
        Terms = terms;
        var ordered = terms.Where(term => term.GradientNorm > 0).OrderBy(term => term.GradientNorm).ToList();
        if (ordered.Count > 1 && ordered[^1].GradientNorm > DrowningFactor * ordered[0].GradientNorm)
        {
            Warning = ReportText.Text(
                $"The gradient of '{ordered[^1].Name}' (norm {ordered[^1].GradientNorm:e2}) drowns that of '{ordered[0].Name}' (norm {ordered[0].GradientNorm:e2}): a check of their sum says little about the latter.");
        }
    }

    /// <summary>One report a term, in the order of the terms.</summary>
    public IReadOnlyList<GradientCheckReport> Terms { get; }

    /// <summary>Whether every term passed.</summary>
    public bool Passed => Terms.All(term => term.Passed);

    /// <summary>
    /// Says which term drowns which, where the norms of their gradients differ by more than a factor of 10; <see langword="null"/> where none does.
    /// </summary>
    public string? Warning { get; }

    /// <summary>The report of a term.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentNullException"><paramref name="name"/> is <see langword="null"/>.</exception>
    /// <exception cref="KeyNotFoundException">No term has this name.</exception>
    public GradientCheckReport this[string name]
    {
        get
        {
            ArgumentNullException.ThrowIfNull(name);
            return Terms.FirstOrDefault(term => term.Name == name) ?? throw new KeyNotFoundException($"No term has the name '{name}'.");
        }
    }

    /// <inheritdoc/>
    public override string ToString()
        => string.Join(Environment.NewLine, [.. Terms.Select(term => term.ToString()), .. Warning is null ? [] : new[] { Warning }]);
}
