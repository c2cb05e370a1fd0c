namespace Digits.Model;

/// <summary>The function of a hidden layer's units, applied in place.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Forward">Replaces the sums of a layer by what its units give out.</param>
/// <param name="Backward">Replaces the gradients of what the units gave out by those of their sums.</param>
internal sealed record Activation(string Name, Action<Matrix> Forward, Action<Matrix, Matrix> Backward)
{
    public static Activation Relu { get; } = new("ReLU", Model.Relu.Forward, Model.Relu.Backward);

    public static Activation Tanh { get; } = new("tanh", SmoothUnits.Tanh, SmoothUnits.TanhBackward);

    public static Activation Sigmoid { get; } = new("sigmoid", SmoothUnits.Sigmoid, SmoothUnits.SigmoidBackward);
}
