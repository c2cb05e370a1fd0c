namespace Descent.Digest;

/// <summary>A rule that calls every function a rule may call, so that no width of vector computes one of them differently.</summary>
[Optimizer]
internal sealed partial class EveryFunction
{
    /// <summary>Step size.</summary>
    [Hyperparameter(0.01)]
    public partial double LearningRate { get; set; }

    [Update]
    private void Update(ref double weight, double gradient, [State] ref double first, [State(Initial = 0.5)] ref double second)
    {
        first = Math.FusedMultiplyAdd(first, 0.9, Math.CopySign(Math.Sqrt(Math.Abs(gradient)), weight));
        second = Math.Min(Math.Max(second, gradient), Math.Clamp(weight, -1e3, 1e3)) - Math.Floor(gradient) + Math.Ceiling(first);
        var rounded = Math.Round(gradient * 3) + Math.Truncate(weight * 5) + Math.Sign(gradient) + gradient % 0.3;
        var smooth = Math.Exp(-Math.Abs(gradient)) + Math.Log(Math.Abs(weight) + 1) + Math.Log2(Math.Abs(first) + 1) + Math.Log10(Math.Abs(second) + 1) + Math.Pow(Math.Abs(first), 0.3)
            + Math.Sin(weight) + Math.Cos(gradient) + Math.Tan(first) + Math.Asin(gradient) + Math.Acos(weight) + Math.Atan(second)
            + Math.Atan2(gradient, weight) + Math.Sinh(gradient) + Math.Cosh(gradient) + Math.Tanh(weight) + Math.Cbrt(gradient) + double.Hypot(gradient, weight);
        if (double.IsFinite(smooth) && !(gradient > 1e6))
        {
            weight -= LearningRate * (rounded + smooth);
        }
        else
        {
            second = -second;
        }
    }
}
