namespace Descent.Training;

/// <summary>Computes the Hessian of a loss at the present weights, as a formula gives it.</summary>
/// <param name="hessian">
/// Receives the second derivatives, as many rows and columns as there are weights; zeros at first. Only what is on and below the diagonal is
/// read.
/// </param>
public delegate void HessianFunction(SquareMatrix hessian);
