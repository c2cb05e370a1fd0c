namespace Digits.Training;

/// <summary>What weights of several moments reach together.</summary>
/// <param name="Title">What was combined.</param>
/// <param name="TestAccuracy">The share of the test images that it gets right.</param>
internal sealed record CombinedResult(string Title, double TestAccuracy);
