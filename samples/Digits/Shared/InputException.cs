namespace Digits.Shared;

/// <summary>Something the user gave cannot be used. The message says what, in one line, and what is allowed instead.</summary>
internal sealed class InputException(string message) : Exception(message);
