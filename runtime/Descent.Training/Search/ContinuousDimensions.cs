namespace Descent.Training;

/// <summary>All numbers of a range, equally likely.</summary>
internal sealed class UniformDimension(string name, double low, double high) : SearchDimension(name)
{
    public override double Low => low;

    public override double High => high;

    public override int? ValueCount => null;

    public override string ToString() => Text($"{Name}: uniform from {low} to {high}");

    /// <summary>In this form, because the difference of the bounds may overflow.</summary>
    private protected override double ValueAt(double fraction) => Math.Clamp(((1 - fraction) * low) + (fraction * high), low, high);

    private protected override double Fraction(double value) => Part((value / 2) - (low / 2), (high / 2) - (low / 2));
}

/// <summary>All numbers of a range, their logarithms equally likely.</summary>
internal sealed class LogUniformDimension(string name, double low, double high) : SearchDimension(name)
{
    private readonly double _logLow = Math.Log(low), _logHigh = Math.Log(high);

    public override double Low => low;

    public override double High => high;

    public override int? ValueCount => null;

    internal override bool IsLogarithmic => true;

    public override string ToString() => Text($"{Name}: log-uniform from {low} to {high}");

    /// <summary>The ends are exact, which the exponential of a logarithm is not.</summary>
    private protected override double ValueAt(double fraction) => fraction switch
    {
        0 => low,
        1 => high,
        _ => Math.Clamp(Math.Exp(((1 - fraction) * _logLow) + (fraction * _logHigh)), low, high),
    };

    private protected override double Fraction(double value) => Part(Math.Log(value) - _logLow, _logHigh - _logLow);
}
