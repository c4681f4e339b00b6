// Group the digits of an amount of đồng by dots when the field is left: 150000 → 150.000.

export function improve(input) {
  const group = () => {
    const digits = input.value.replace(/[\s.]/g, "");
    if (/^\d+$/.test(digits)) input.value = digits.replace(/\B(?=(\d{3})+$)/g, ".");
  };
  input.addEventListener("blur", group);
  group();
}
